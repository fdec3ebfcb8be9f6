package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.outcome.Untrusted;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** One exchange's line: keeps what must be read before the end, and writes at the end. */
final class AccessLogWatch implements Watch {
  private final AccessLog log;
  private final Exchange exchange;
  private final @Nullable String query;
  private final @Nullable String[] headerValues;

  AccessLogWatch(
      AccessLog log, Exchange exchange, @Nullable String query, @Nullable String[] headerValues) {
    this.log = log;
    this.exchange = exchange;
    this.query = query;
    this.headerValues = headerValues;
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    if (log.skips(outcome)) {
      return;
    }
    Level level = log.levelOf(outcome, report.failedCount() > 0);
    if (log.logger().isEnabledForLevel(level)) {
      write(log.logger().atLevel(level), outcome, report);
    }
  }

  private void write(LoggingEventBuilder event, Outcome outcome, CleanupReport report) {
    String method = Untrusted.clean(outcome.method());
    String path = Untrusted.clean(outcome.path());
    StackTraceElement frame = outcome.errorOrigin();
    String origin = frame == null ? null : frame.toString();
    String failedCleanups = LogMessage.namesOfFailed(report);
    long micros = outcome.durationNanos() / 1_000;
    event = event.addKeyValue("method", method).addKeyValue("path", path);
    event = add(event, "query", query);
    event = addCleaned(event, "route", outcome.route());
    event = event.addKeyValue("status", outcome.status());
    if (outcome.statusSource() != StatusSource.CONTAINER) {
      event = event.addKeyValue("status_source", outcome.statusSource().name());
    }
    event = event.addKeyValue("ending", outcome.ending().name());
    if (outcome.timedOut()) {
      event = event.addKeyValue("timed_out", true);
    }
    event = event.addKeyValue("duration_ms", micros / 1_000.0);
    event = event.addKeyValue("bytes", outcome.bytesWritten());
    event = addCleaned(event, "trace_id", exchange.traceId());
    event = addCleaned(event, "request_id", exchange.requestId());
    event = addCleaned(event, "tenant", exchange.tenant());
    event = addError(event, outcome, origin);
    event = add(event, "cleanup_failures", failedCleanups);
    List<LoggedHeader> headers = log.headers();
    for (int i = 0; i < headerValues.length; i++) {
      event = add(event, headers.get(i).key(), headerValues[i]);
    }
    event.log(LogMessage.of(outcome, method, path, query, origin, failedCleanups));
  }

  private LoggingEventBuilder addError(
      LoggingEventBuilder event, Outcome outcome, @Nullable String origin) {
    event = add(event, "error_type", outcome.errorType());
    Throwable error = outcome.error();
    if (error == null) {
      return event;
    }
    event = addCleaned(event, "error_message", error.getMessage());
    event = add(event, "error_origin", origin);
    event = event.addKeyValue("error_handled", outcome.errorHandled());
    return log.attachesStackTraces() && outcome.failed()
        ? event.setCause(LoggedError.of(error))
        : event;
  }

  private static LoggingEventBuilder add(
      LoggingEventBuilder event, String key, @Nullable String value) {
    return value == null ? event : event.addKeyValue(key, value);
  }

  private static LoggingEventBuilder addCleaned(
      LoggingEventBuilder event, String key, @Nullable String text) {
    return text == null ? event : event.addKeyValue(key, Untrusted.clean(text));
  }
}
