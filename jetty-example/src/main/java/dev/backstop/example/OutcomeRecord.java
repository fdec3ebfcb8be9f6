package dev.backstop.example;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One outcome and its cleanups as {@code /outcomes} shows them. It is text and numbers only, so
 * that nothing of an exchange, such as an exception and what it refers to, is kept in memory.
 *
 * @param endedAt when its cleanups had run
 * @param failed whether it counts as an error for its span
 * @param durationMicros to the last byte, without the cleanups
 * @param cleanupMicros all cleanups together
 * @param cleanups in the order in which they ran
 */
record OutcomeRecord(
    Instant endedAt,
    String method,
    String path,
    @Nullable String route,
    int status,
    Ending ending,
    boolean failed,
    boolean timedOut,
    @Nullable Failure error,
    long bytesWritten,
    StatusSource statusSource,
    long durationMicros,
    long cleanupMicros,
    List<CleanupRecord> cleanups) {

  /**
   * What went wrong.
   *
   * @param origin the line of code
   * @param handled whether the application turned it into an answer
   */
  record Failure(
      @Nullable String type, @Nullable String message, @Nullable String origin, boolean handled) {}

  /**
   * One cleanup that ran.
   *
   * @param failure what it threw, or null
   */
  record CleanupRecord(String name, @Nullable String failure) {}

  static OutcomeRecord of(Outcome outcome, CleanupReport report, Instant endedAt) {
    return new OutcomeRecord(
        endedAt,
        outcome.method(),
        outcome.path(),
        outcome.route(),
        outcome.status(),
        outcome.ending(),
        outcome.failed(),
        outcome.timedOut(),
        failure(outcome),
        outcome.bytesWritten(),
        outcome.statusSource(),
        outcome.duration().toNanos() / 1_000,
        report.duration().toNanos() / 1_000,
        report.cleanups().stream()
            .map(ran -> new CleanupRecord(ran.name(), textOrNull(ran.failure())))
            .toList());
  }

  private static @Nullable Failure failure(Outcome outcome) {
    Throwable error = outcome.error();
    return error == null
        ? null
        : new Failure(
            outcome.errorType(),
            error.getMessage(),
            textOrNull(outcome.errorOrigin()),
            outcome.errorHandled());
  }

  private static @Nullable String textOrNull(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
