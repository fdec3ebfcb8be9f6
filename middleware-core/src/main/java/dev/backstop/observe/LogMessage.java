package dev.backstop.observe;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import org.jspecify.annotations.Nullable;

/** The message of one exchange, in words that a person reads, and the longer of its parts. */
final class LogMessage {
  private static final int MOST_NAMES = 20;

  private LogMessage() {}

  /**
   * Returns the message.
   *
   * @param method cleaned, as are path and query: they stand in quotes, which nothing that a client
   *     sent can end
   * @param origin where the error came from, or null
   * @param failedCleanups as {@link #namesOfFailed} gives them
   */
  static String of(
      Outcome outcome,
      String method,
      String path,
      @Nullable String query,
      @Nullable String origin,
      @Nullable String failedCleanups) {
    long micros = outcome.durationNanos() / 1_000;
    String mark = query == null ? "" : "?";
    String rest = query == null ? "" : query;
    String cleanups = failedCleanups == null ? "" : "; failed cleanups: " + failedCleanups;
    // One expression makes one string, at its size; a builder would cost as much again.
    return '"'
        + method
        + ' '
        + path
        + mark
        + rest
        + "\" "
        + outcome.status()
        + ending(outcome)
        + ", "
        + outcome.bytesWritten()
        + " bytes in "
        + micros / 1_000
        + '.'
        + digit(micros / 100)
        + digit(micros / 10)
        + digit(micros)
        + " ms"
        + error(outcome, origin)
        + cleanups;
  }

  private static char digit(long number) {
    return (char) ('0' + number % 10);
  }

  private static String ending(Outcome outcome) {
    String none = outcome.status() == 0 ? " (none was sent)" : "";
    String ending = outcome.ending() == Ending.COMPLETED ? none : none + " " + outcome.ending();
    return outcome.timedOut() ? ending + " timed out" : ending;
  }

  private static String error(Outcome outcome, @Nullable String origin) {
    if (outcome.error() == null) {
      return "";
    }
    return ", " + outcome.errorType() + (origin == null ? "" : " at " + origin);
  }

  /** Returns the names of the cleanups that failed, cleaned, or null where none did. */
  static @Nullable String namesOfFailed(CleanupReport report) {
    if (report.failedCount() == 0) {
      return null;
    }
    StringBuilder names = new StringBuilder();
    int told = 0;
    for (CleanupReport.Ran failed : report.failures()) {
      if (told == MOST_NAMES) {
        return names.append(", ...").toString();
      }
      names.append(told++ == 0 ? "" : ", ").append(Untrusted.clean(failed.name()));
    }
    return names.toString();
  }
}
