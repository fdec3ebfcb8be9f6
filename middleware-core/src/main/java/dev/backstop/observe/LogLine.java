package dev.backstop.observe;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import org.jspecify.annotations.Nullable;

/** The message of one exchange, in words that a person reads, and the parts that it is made of. */
final class LogLine {
  private static final int MOST_NAMES = 20;

  private final Outcome outcome;
  private final String method;
  private final String path;
  private final @Nullable String query;
  private final @Nullable String origin;
  private final int failedCount;
  private final @Nullable String failedCleanups;

  LogLine(Outcome outcome, @Nullable String query, CleanupReport report) {
    this.outcome = outcome;
    this.method = Untrusted.clean(outcome.method());
    this.path = Untrusted.clean(outcome.path());
    this.query = query == null ? null : Untrusted.clean(query);
    StackTraceElement frame = outcome.errorOrigin();
    this.origin = frame == null ? null : frame.toString();
    this.failedCount = report.failedCount();
    this.failedCleanups = failedCount == 0 ? null : namesOfFailed(report);
  }

  private static String namesOfFailed(CleanupReport report) {
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

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  @Nullable String query() {
    return query;
  }

  @Nullable String origin() {
    return origin;
  }

  @Nullable String failedCleanups() {
    return failedCleanups;
  }

  long micros() {
    return outcome.durationNanos() / 1_000;
  }

  /**
   * Returns the message. The request stands in quotes, which nothing that a client sent can end.
   */
  String text() {
    StringBuilder text = new StringBuilder(path.length() + 64);
    text.append('"').append(method).append(' ').append(path);
    if (query != null) {
      text.append('?').append(query);
    }
    text.append("\" ");
    if (outcome.status() == 0) {
      text.append("no status");
    } else {
      text.append(outcome.status());
    }
    if (outcome.ending() != Ending.COMPLETED) {
      text.append(' ').append(outcome.ending().name());
    }
    if (outcome.timedOut()) {
      text.append(" timed out");
    }
    text.append(", ").append(outcome.bytesWritten()).append(" bytes in ");
    appendMillis(text);
    if (outcome.error() != null) {
      text.append(", ").append(outcome.errorType());
      if (origin != null) {
        text.append(" at ").append(origin);
      }
    }
    if (failedCleanups != null) {
      text.append("; ").append(failedCount).append(failedCount == 1 ? " cleanup" : " cleanups");
      text.append(" failed: ").append(failedCleanups);
    }
    return text.toString();
  }

  private void appendMillis(StringBuilder text) {
    long fraction = micros() % 1_000;
    text.append(micros() / 1_000).append('.');
    text.append((char) ('0' + fraction / 100)).append((char) ('0' + fraction / 10 % 10));
    text.append((char) ('0' + fraction % 10)).append(" ms");
  }
}
