package dev.backstop.observe;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * For Backstop's own packages: a context that is current on one thread during one dispatch, or
 * while one record is handled. Closing it restores what was current before, also where the
 * application left a scope of its own open: OpenTelemetry's own scope then restores nothing, and
 * the thread's next request would inherit the leak.
 *
 * <p>Not thread-safe.
 */
public final class DispatchScope implements AutoCloseable {
  private final Context before;
  private final Scope scope;

  /**
   * Makes a context current, until it is closed.
   *
   * @param context what is current on this thread until then
   */
  @SuppressWarnings("MustBeClosedChecker") // closed in close()
  public DispatchScope(Context context) {
    this.before = Context.current();
    this.scope = context.makeCurrent();
  }

  @Override
  @SuppressWarnings({
    "MustBeClosedChecker",
    "ScopeNotClosed"
  }) // it stays: it is what was there before
  public void close() {
    if (scope instanceof GuardedScope guarded) {
      guarded.closeWithAllAbove(); // they are the application's, and were left open
    } else {
      scope.close();
    }
    if (Context.current() != before) {
      before.makeCurrent();
    }
  }
}
