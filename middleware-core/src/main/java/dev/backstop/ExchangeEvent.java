package dev.backstop;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * An exchange, as Java Flight Recorder keeps it: from its start until its cleanups have run, on the
 * thread of the last one. Only {@link ExchangeEvents} makes it: a runtime without {@code jdk.jfr}
 * cannot load this class.
 */
@Name("backstop.Exchange")
@Label("Exchange")
@Category("Backstop")
@Description("One request and its response, until its cleanups have run")
@StackTrace(false)
final class ExchangeEvent extends Event {
  /** Asked whether its kind is recorded, which each could answer: so that none is made to ask. */
  private static final ExchangeEvent ANY = new ExchangeEvent();

  @Label("Method")
  @Nullable String method;

  @Label("Path")
  @Nullable String path;

  @Label("Route")
  @Nullable String route;

  @Label("Status")
  @Description("As the client read it; 0 where none was sent")
  int status;

  @Label("Ending")
  @Nullable String ending;

  @Label("Error Type")
  @Nullable String errorType;

  @Label("Tenant")
  @Nullable String tenant;

  @Label("Trace Id")
  @Nullable String traceId;

  @Label("Bytes Written")
  @DataAmount
  long bytesWritten;

  @Label("Response Duration")
  @Description("From the start to the last byte")
  @Timespan(Timespan.NANOSECONDS)
  long responseDuration;

  @Label("Unwinding Duration")
  @Description("How long it took to run the cleanups, those of Backstop's middleware too")
  @Timespan(Timespan.NANOSECONDS)
  long unwindingDuration;

  @Label("Cleanups")
  @Description("How many cleanups of the application ran")
  int cleanups;

  @Label("Failed Cleanups")
  int failedCleanups;

  static boolean isRecorded() {
    return ANY.isEnabled();
  }

  static ExchangeEvent begun() {
    ExchangeEvent event = new ExchangeEvent();
    event.begin();
    return event;
  }

  void ended(Exchange exchange, Outcome outcome, CleanupReport report) {
    end();
    if (!shouldCommit()) {
      return;
    }
    CleanupReport.Totals totals = report.ofApplication();
    method = Untrusted.clean(outcome.method());
    path = Untrusted.clean(outcome.path());
    route = cleaned(outcome.route());
    status = outcome.status();
    ending = outcome.ending().name();
    errorType = outcome.errorType();
    tenant = cleaned(exchange.tenant());
    traceId = exchange.traceId();
    bytesWritten = outcome.bytesWritten();
    responseDuration = outcome.durationNanos();
    unwindingDuration = report.duration().toNanos();
    cleanups = totals.count();
    failedCleanups = totals.failed();
    commit();
  }

  private static @Nullable String cleaned(@Nullable String text) {
    return text == null ? null : Untrusted.clean(text);
  }
}
