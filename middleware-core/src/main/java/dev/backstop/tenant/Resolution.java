package dev.backstop.tenant;

import dev.backstop.Exchange;
import dev.backstop.pitfall.PitfallKind;
import java.util.List;

/**
 * How far the search for the tenant of one exchange has come. Whatever sets the tenant of the
 * exchange meanwhile ends it.
 *
 * <p>Used by the threads of the exchange's dispatches, one after the other; only {@link
 * #sawInvalid} is read by others.
 */
final class Resolution {
  private final List<TenantResolver> resolvers;
  private final Exchange exchange;
  private int next; // the first that may still have to be asked
  private boolean over;
  private volatile boolean sawInvalid;

  Resolution(List<TenantResolver> resolvers, Exchange exchange) {
    this.resolvers = resolvers;
    this.exchange = exchange;
  }

  /** The exchange is opened: asks up to the first that may know more later. */
  void atStart() {
    while (!isOver() && next < resolvers.size()) {
      TenantResolver resolver = resolvers.get(next);
      if (ask(resolver) || !resolver.isDecidedAtOnce()) {
        return;
      }
      next++;
    }
    over |= next == resolvers.size();
  }

  /** The first dispatch begins, and the container has done its part: asks the rest. */
  void atDispatch() {
    while (!isOver() && next < resolvers.size()) {
      ask(resolvers.get(next++));
    }
  }

  /** A dispatch ends, and the application has done its part: asks those that may know more now. */
  void atExit() {
    atDispatch();
    for (int i = 0; i < resolvers.size() && !isOver(); i++) {
      if (!resolvers.get(i).isDecidedAtOnce()) {
        ask(resolvers.get(i));
      }
    }
  }

  /** Returns whether a value was refused. */
  boolean sawInvalid() {
    return sawInvalid;
  }

  private boolean isOver() {
    if (!over && exchange.tenant() != null) {
      over = true;
    }
    return over;
  }

  private boolean ask(TenantResolver resolver) {
    String value;
    try {
      value = resolver.resolve(exchange.request());
    } catch (Throwable t) { // whatever it is, it must not reach the request
      failed(t);
      return false;
    }
    if (value == null) {
      return false;
    }
    if (!TenantId.isWellFormed(value)) {
      sawInvalid = true;
      return false;
    }
    exchange.tenant(value);
    over = true;
    return true;
  }

  private void failed(Throwable thrown) {
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (!exchange.isEnded()) { // else the container has taken the request back meanwhile
      Thrown failure = new Thrown(thrown);
      exchange.report(PitfallKind.OBSERVER_FAILED, "Tenants.resolver", failure.origin(), failure);
    }
  }
}
