package dev.backstop.tenant;

import dev.backstop.Exchange;
import dev.backstop.outcome.Untrusted;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Has the application's own log lines name the tenant: in the MDC of each dispatch, and among the
 * exchange's log fields, where cleanups find it. Immutable.
 */
final class TenantLogField {
  private final String key;

  TenantLogField(String key) {
    this.key = key;
  }

  /** Puts it on this thread, until what is returned is closed; null where there is no tenant. */
  @Nullable AutoCloseable enter(Exchange exchange) {
    String tenant = exchange.tenant();
    if (tenant == null) {
      return null;
    }
    String before = MDC.get(key);
    MDC.put(key, Untrusted.clean(tenant));
    keep(exchange);
    return () -> {
      if (before == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, before);
      }
    };
  }

  /** Sets the exchange's log field. */
  void keep(Exchange exchange) {
    String tenant = exchange.tenant();
    if (tenant != null) {
      exchange.logField(key, Untrusted.clean(tenant));
    }
  }
}
