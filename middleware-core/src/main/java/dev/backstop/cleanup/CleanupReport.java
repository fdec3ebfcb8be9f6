package dev.backstop.cleanup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which cleanups of an exchange ran, in the order in which they ran, and what they threw.
 *
 * <p>Immutable and thread-safe. While cleanups are still to come it tells those that ran before it
 * was taken.
 */
public final class CleanupReport {
  private final @Nullable Entry last; // what is below it has run and changes no more
  private final long durationNanos;

  CleanupReport(@Nullable Entry last, long durationNanos) {
    this.last = last;
    this.durationNanos = durationNanos;
  }

  /**
   * One cleanup that ran.
   *
   * @param name as registered
   * @param sequence its place in the order of running, from 1
   * @param failure what it threw, or null; a {@link java.util.concurrent.TimeoutException} where it
   *     ran over its limit
   * @param startNanos when it began, by {@link System#nanoTime}; 0 where it was not timed
   * @param durationNanos how long it ran; -1 where it was not timed
   * @param ofMiddleware whether it is the end of a middleware, and none of the application's own
   */
  public record Ran(
      String name,
      int sequence,
      @Nullable Throwable failure,
      long startNanos,
      long durationNanos,
      boolean ofMiddleware) {}

  /** Returns the cleanups that ran, first run first. */
  public List<Ran> cleanups() {
    int sequence = count();
    List<Ran> ran = new ArrayList<>(sequence);
    for (Entry entry = last; entry != null; entry = entry.next) {
      ran.add(entry.toRan(sequence--));
    }
    Collections.reverse(ran);
    return Collections.unmodifiableList(ran);
  }

  /** Returns those that failed, first run first. */
  public List<Ran> failures() {
    return failedCount() == 0
        ? List.of()
        : cleanups().stream().filter(ran -> ran.failure() != null).toList();
  }

  /** Returns how many ran. */
  public int count() {
    int count = 0;
    for (Entry entry = last; entry != null; entry = entry.next) {
      count++;
    }
    return count;
  }

  /** Returns how many failed. */
  public int failedCount() {
    int failed = 0;
    for (Entry entry = last; entry != null; entry = entry.next) {
      if (entry.failure() != null) {
        failed++;
      }
    }
    return failed;
  }

  /** Returns how long the unwinding took; zero where there was nothing to run. */
  public Duration duration() {
    return Duration.ofNanos(durationNanos);
  }

  @Override
  public String toString() {
    return count() + " cleanups in " + duration() + ", " + failedCount() + " failed: " + cleanups();
  }
}
