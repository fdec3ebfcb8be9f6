package dev.backstop.kafka;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * A context that is current on one thread. Closing it restores what was current before, also where
 * the application left a scope of its own open.
 */
final class CurrentContext implements AutoCloseable {
  private final Context before;
  private final Scope scope;

  @SuppressWarnings("MustBeClosedChecker") // closed in close()
  CurrentContext(Context context) {
    this.before = Context.current();
    this.scope = context.makeCurrent();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // it stays: it is what was there before
  public void close() {
    scope.close();
    if (Context.current() != before) {
      before.makeCurrent();
    }
  }
}
