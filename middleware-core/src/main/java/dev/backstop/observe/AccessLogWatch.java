package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

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
      write(new LogEvent(log.logger().atLevel(level)), outcome, report);
    }
  }

  private void write(LogEvent event, Outcome outcome, CleanupReport report) {
    LogLine line = new LogLine(outcome, query, report);
    event.add("method", line.method());
    event.add("path", line.path());
    event.add("query", line.query());
    event.addCleaned("route", outcome.route());
    event.add("status", outcome.status());
    if (outcome.statusSource() != StatusSource.CONTAINER) {
      event.add("status_source", outcome.statusSource().name());
    }
    event.add("ending", outcome.ending().name());
    if (outcome.timedOut()) {
      event.add("timed_out", true);
    }
    event.add("duration_ms", line.micros() / 1_000.0);
    event.add("bytes", outcome.bytesWritten());
    event.addCleaned("trace_id", exchange.traceId());
    event.addCleaned("request_id", exchange.requestId());
    event.addCleaned("tenant", exchange.tenant());
    addError(event, outcome, line);
    event.add("cleanup_failures", line.failedCleanups());
    List<LoggedHeader> headers = log.headers();
    for (int i = 0; i < headerValues.length; i++) {
      event.add(headers.get(i).key(), headerValues[i]);
    }
    event.log(line.text());
  }

  private void addError(LogEvent event, Outcome outcome, LogLine line) {
    event.add("error_type", outcome.errorType());
    Throwable error = outcome.error();
    if (error == null) {
      return;
    }
    event.addCleaned("error_message", error.getMessage());
    event.add("error_origin", line.origin());
    event.add("error_handled", outcome.errorHandled());
    if (log.attachesStackTraces() && outcome.failed()) {
      event.cause(error);
    }
  }
}
