package dev.backstop.harness.junit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exchange, from its start.
 *
 * <p>Thread-safe.
 */
final class Call {
  private final String request;
  private final @Nullable String tag;
  private final long startNanos = System.nanoTime();
  private final List<ILoggingEvent> logs = new ArrayList<>();
  private @Nullable String serverSpanId;
  private @Nullable Outcome outcome;
  private @Nullable CleanupReport report;

  /**
   * @param request as "GET /orders"
   * @param tag by which the client marked it, or null
   */
  Call(String request, @Nullable String tag) {
    this.request = request;
    this.tag = tag;
  }

  @Nullable String tag() {
    return tag;
  }

  synchronized void serverSpan(String spanId) {
    serverSpanId = spanId;
  }

  synchronized @Nullable String serverSpanId() {
    return serverSpanId;
  }

  synchronized void logged(ILoggingEvent event) {
    logs.add(event);
  }

  synchronized List<ILoggingEvent> logs() {
    return List.copyOf(logs);
  }

  synchronized void unwinds(Outcome known) {
    outcome = known;
  }

  /** Returns whether this is the call that an outcome is of. */
  @SuppressWarnings("ReferenceEquality") // two exchanges may end alike
  synchronized boolean isOf(Outcome other) {
    return outcome == other;
  }

  synchronized void ended(CleanupReport last) {
    report = last;
  }

  synchronized boolean hasEnded() {
    return report != null;
  }

  synchronized Outcome outcome() {
    return known(outcome);
  }

  synchronized CleanupReport report() {
    return known(report);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the exchange has not ended");
    }
    return value;
  }

  /** Returns the request and how long it has been open. */
  String describe() {
    long millis = (System.nanoTime() - startNanos) / 1_000_000;
    return request + ", open for " + millis + " ms";
  }
}
