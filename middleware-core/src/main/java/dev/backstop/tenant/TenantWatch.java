package dev.backstop.tenant;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;

/** One exchange's tenant: looks for it in time, carries it, and meters it at the end. */
final class TenantWatch implements Watch {
  private final Tenants tenants;
  private final Exchange exchange;
  private final Resolution resolution;

  TenantWatch(Tenants tenants, Exchange exchange) {
    this.tenants = tenants;
    this.exchange = exchange;
    this.resolution = new Resolution(tenants.resolvers(), exchange);
  }

  void start() {
    resolution.atStart();
  }

  @Override
  public @Nullable AutoCloseable enter(DispatcherType type) {
    // Tasks that carry the exchange enter as ASYNC, on threads that must not touch the request.
    if (type == DispatcherType.REQUEST) {
      resolution.atDispatch();
    }
    AutoCloseable carried = enterCleanups();
    TenantLogField field = tenants.logField();
    AutoCloseable logged = field == null ? null : field.enter(exchange);
    if (logged == null) {
      return carried;
    }
    return carried == null ? logged : () -> closeBoth(logged, carried);
  }

  private static void closeBoth(AutoCloseable last, AutoCloseable first) throws Exception {
    try (first) {
      last.close();
    }
  }

  @Override
  public @Nullable AutoCloseable enterCleanups() {
    TenantBaggage baggage = tenants.baggage();
    return baggage == null ? null : baggage.enter(exchange.tenant());
  }

  @Override
  public void leaving(DispatcherType type) {
    resolution.atExit();
    TenantLogField field = tenants.logField();
    if (field != null) {
      field.keep(exchange); // for the cleanups
    }
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    TenantMeters meters = tenants.meters();
    if (meters != null) {
      meters.record(exchange, resolution.sawInvalid(), outcome);
    }
  }
}
