package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;

/** One exchange's dispatches, each with its own stack of scopes. */
final class ScopeGuardWatch implements Watch {
  private final Exchange exchange;
  private final ThreadLocal<@Nullable DispatchScopes> current;
  private final boolean sampled;

  ScopeGuardWatch(
      Exchange exchange, ThreadLocal<@Nullable DispatchScopes> current, boolean sampled) {
    this.exchange = exchange;
    this.current = current;
    this.sampled = sampled;
  }

  @Override
  public AutoCloseable enter(DispatcherType type) {
    return new DispatchScopes(exchange, current, sampled);
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    // Every dispatch has been looked at when it ended.
  }
}
