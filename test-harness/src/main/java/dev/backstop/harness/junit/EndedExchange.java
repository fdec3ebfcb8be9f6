package dev.backstop.harness.junit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;

/**
 * All that was recorded of one exchange that has ended.
 *
 * <p>Immutable and thread-safe.
 *
 * @param outcome what became of it
 * @param report its cleanups
 * @param spans its spans that have ended, the server span included, in the order of their end
 * @param logs its events in the access log
 */
public record EndedExchange(
    Outcome outcome, CleanupReport report, List<SpanData> spans, List<ILoggingEvent> logs) {

  /**
   * {@return the event of the access log}
   *
   * @throws AssertionError unless there is exactly one
   */
  public ILoggingEvent log() {
    if (logs.size() != 1) {
      throw new AssertionError(
          "expected one event in the access log, found " + logs + " for " + outcome);
    }
    return logs.get(0);
  }

  /**
   * {@return the server span}
   *
   * @throws AssertionError unless there is exactly one
   */
  public SpanData serverSpan() {
    List<SpanData> servers =
        spans.stream().filter(span -> span.getKind() == SpanKind.SERVER).toList();
    if (servers.size() != 1) {
      throw new AssertionError("expected one server span, found " + spans + " for " + outcome);
    }
    return servers.get(0);
  }
}
