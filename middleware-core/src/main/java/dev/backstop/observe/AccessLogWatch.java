package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.LoggedError;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.outcome.Untrusted;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** One exchange's line: keeps what must be read before the end, and writes at the end. */
final class AccessLogWatch implements Watch {
  private final AccessLog log;
  private final Exchange exchange;
  private final @Nullable RequestValues values;

  AccessLogWatch(AccessLog log, Exchange exchange, @Nullable RequestValues values) {
    this.log = log;
    this.exchange = exchange;
    this.values = values;
  }

  /** What else of the request is logged; an object of its own, since most have none of it. */
  static final class RequestValues {
    private final @Nullable String query;
    private final @Nullable String[] headers; // one for each that is logged, null if not sent

    RequestValues(@Nullable String query, @Nullable String[] headers) {
      this.query = query;
      this.headers = headers;
    }
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    if (log.skips(outcome)) {
      return;
    }
    Level level = log.levelOf(outcome, report.failedCount() > 0);
    if (log.logger().isEnabledForLevel(level)) {
      write(new LogEvent(log.logger(), level), outcome, report);
    }
  }

  private void write(LogEvent event, Outcome outcome, CleanupReport report) {
    String method = Untrusted.clean(outcome.method());
    String path = Untrusted.clean(outcome.path());
    StackTraceElement frame = outcome.errorOrigin();
    String origin = frame == null ? null : frame.toString();
    String failedCleanups = LogMessage.namesOfFailed(report);
    long micros = outcome.durationNanos() / 1_000;
    event.add("method", method);
    event.add("path", path);
    String query = values == null ? null : values.query;
    event.add("query", query);
    event.addCleaned("route", outcome.route());
    event.add("status", outcome.status());
    if (outcome.statusSource() != StatusSource.CONTAINER) {
      event.add("status_source", outcome.statusSource().name());
    }
    event.add("ending", outcome.ending().name());
    if (outcome.timedOut()) {
      event.add("timed_out", true);
    }
    event.add("duration_ms", micros / 1_000.0);
    event.add("bytes", outcome.bytesWritten());
    event.addCleaned("trace_id", exchange.traceId());
    event.addCleaned("request_id", exchange.requestId());
    event.addCleaned("tenant", exchange.tenant());
    for (Map.Entry<String, String> fact : exchange.annotations().entrySet()) {
      event.addCleaned(fact.getKey(), fact.getValue());
    }
    addError(event, outcome, origin);
    event.add("cleanup_failures", failedCleanups);
    if (values != null) {
      List<LoggedHeader> headers = log.headers();
      for (int i = 0; i < values.headers.length; i++) {
        event.add(headers.get(i).key(), values.headers[i]);
      }
    }
    event.log(LogMessage.of(outcome, method, path, query, origin, failedCleanups));
  }

  private void addError(LogEvent event, Outcome outcome, @Nullable String origin) {
    event.add("error_type", outcome.errorType());
    Throwable error = outcome.error();
    if (error == null) {
      return;
    }
    event.add("error_category", outcome.errorCategory());
    event.add("error_message", LoggedError.messageOf(error));
    event.add("error_origin", origin);
    event.add("error_handled", outcome.errorHandled());
    if (log.attachesStackTraces() && outcome.failed()) {
      event.cause(LoggedError.of(error));
    }
  }
}
