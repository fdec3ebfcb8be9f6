package dev.backstop.harness;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;

/**
 * What was recorded of the exchanges of one path, at one moment.
 *
 * <p>Immutable and thread-safe.
 *
 * @param opened how many exchanges were opened
 * @param ends the outcomes, in the order in which they came
 * @param logs the events of the access log
 * @param spans the spans that have ended
 * @param pitfalls the misuse that was caught
 */
public record Recording(
    int opened,
    List<End> ends,
    List<ILoggingEvent> logs,
    List<SpanData> spans,
    List<Pitfall> pitfalls) {

  /**
   * One end of an exchange; there should be no second.
   *
   * @param outcome what became of it
   * @param report its cleanups
   * @param endNanos when it ended, before its cleanups, by {@link System#nanoTime}
   * @param thread the name of the thread that unwound it
   */
  public record End(Outcome outcome, CleanupReport report, long endNanos, String thread) {}

  /**
   * {@return the outcome}
   *
   * @throws AssertionError unless there is exactly one
   */
  public Outcome outcome() {
    return end().outcome();
  }

  /**
   * {@return the cleanups that ran}
   *
   * @throws AssertionError unless there is exactly one end
   */
  public CleanupReport report() {
    return end().report();
  }

  /**
   * {@return the end}
   *
   * @throws AssertionError unless there is exactly one
   */
  public End end() {
    if (ends.size() != 1) {
      throw new AssertionError("expected one end of the exchange, found " + ends);
    }
    return ends.get(0);
  }
}
