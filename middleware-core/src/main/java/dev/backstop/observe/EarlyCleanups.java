package dev.backstop.observe;

import dev.backstop.cleanup.CleanupReport;

/**
 * The cleanups of one exchange that ran before its end, which its report does not have. A stream
 * may run any number of them.
 *
 * <p>Thread-safe.
 */
final class EarlyCleanups {
  private int count;
  private long durationNanos;
  private long longestNanos;
  private int told;
  private int leftOut;

  /** Adds one. */
  synchronized void add(CleanupReport.Ran cleanup) {
    durationNanos += cleanup.durationNanos();
    longestNanos = Math.max(longestNanos, cleanup.durationNanos());
    count++;
  }

  /** Returns whether one more may become a span; else it is left out. */
  synchronized boolean mayTellOneMore(int most) {
    boolean may = told < most;
    if (may) {
      told++;
    } else {
      leftOut++;
    }
    return may;
  }

  synchronized int leftOut() {
    return leftOut;
  }

  /** Returns those of the end with these. */
  synchronized CleanupReport.Totals and(CleanupReport.Totals atEnd) {
    boolean timed = atEnd.count() == 0 || atEnd.durationNanos() >= 0;
    return new CleanupReport.Totals(
        count + atEnd.count(),
        atEnd.failed(),
        timed ? durationNanos + Math.max(0, atEnd.durationNanos()) : -1,
        Math.max(longestNanos, atEnd.longestNanos()));
  }
}
