package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that were opened in one dispatch and are not closed yet, the last one on top. All of
 * it belongs to the dispatch's thread, but for what {@link GuardedScope} says.
 */
final class DispatchScopes implements AutoCloseable {
  private final Exchange exchange;
  private final ThreadLocal<@Nullable DispatchScopes> current;
  private final boolean sampled;
  private final @Nullable DispatchScopes outer;
  private final Context before = Context.current();
  private @Nullable GuardedScope top;

  DispatchScopes(
      Exchange exchange, ThreadLocal<@Nullable DispatchScopes> current, boolean sampled) {
    this.exchange = exchange;
    this.current = current;
    this.sampled = sampled;
    this.outer = current.get();
    current.set(this);
  }

  Scope opened(Scope scope) {
    StackTraceElement opener = sampled ? CallSites.here() : null;
    GuardedScope opened = new GuardedScope(this, scope, opener, top);
    top = opened;
    return opened;
  }

  /** A scope was closed on the thread of the dispatch. */
  void closed(GuardedScope scope) {
    if (scope != top) {
      report(PitfallKind.SCOPE_CLOSED_OUT_OF_ORDER, scope, CallSites.here());
    }
    // What was closed too early takes effect now that nothing is above it.
    while (top != null && top.isClosed()) {
      pop(top);
    }
  }

  void closedElsewhere(GuardedScope scope) {
    report(PitfallKind.SCOPE_CLOSED_ELSEWHERE, scope, CallSites.here());
  }

  private void pop(GuardedScope scope) {
    top = scope.below();
    scope.restore();
  }

  /** Closes and reports what was left open above a scope, and closes that one; null for all. */
  void unwindTo(@Nullable GuardedScope last) {
    while (top != null) {
      GuardedScope left = top;
      if (left.abandon()) {
        report(PitfallKind.SCOPE_LEFT_OPEN, left, left.opener());
      }
      pop(left);
      if (left == last) {
        return;
      }
    }
  }

  /** Ends the dispatch: closes what was left open, and restores what was there before. */
  @Override
  @SuppressWarnings({
    "MustBeClosedChecker",
    "ScopeNotClosed"
  }) // it stays: it is what was there before
  public void close() {
    unwindTo(null);
    if (outer == null) {
      current.remove();
    } else {
      current.set(outer);
    }
    if (Context.current() != before) { // opened where the guard is not installed
      before.makeCurrent();
      exchange.report(PitfallKind.SCOPE_LEFT_OPEN, "a scope", null, null);
    }
  }

  private void report(PitfallKind kind, GuardedScope scope, @Nullable StackTraceElement site) {
    StackTraceElement opener = scope.opener();
    String detail = opener == null ? "a scope" : "a scope opened at " + opener;
    exchange.report(kind, detail, site, null);
  }
}
