package dev.backstop.cleanup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Which cleanups of an exchange ran, in the order in which they ran, and what they threw.
 *
 * <p>Immutable and thread-safe. While cleanups are still to come it tells those that ran before it
 * was taken.
 */
public final class CleanupReport {
  /** Where nothing was to run. */
  public static final CleanupReport EMPTY = new CleanupReport(null, 0);

  private static final Totals NONE = new Totals(0, 0, 0, -1);

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
   * @param sequence its place in the order of running, from 1; 0 where it ran apart from the
   *     unwinding, early or late, which no report tells
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
      boolean ofMiddleware) {
    /**
     * {@return what became of it, as spans, meters and events call it: {@code ok}, {@code failed},
     * or {@code timed_out} where it failed with a {@link java.util.concurrent.TimeoutException}}
     */
    public String outcome() {
      return wordFor(failure);
    }
  }

  /**
   * The cleanups of the application in numbers; the ends of middleware are left out.
   *
   * @param count how many ran
   * @param failed how many of them failed
   * @param durationNanos how long they ran, one added to the other; -1 where one was not timed
   * @param longestNanos how long the longest ran; -1 where none was timed
   */
  public record Totals(int count, int failed, long durationNanos, long longestNanos) {}

  /** For Backstop's own packages: is told of cleanups without an object for each. */
  public interface Visitor {
    /**
     * A cleanup of the application that ran.
     *
     * @param name as it was registered
     * @param outcome as {@link Ran#outcome}
     * @param durationNanos -1 where it was not timed
     */
    void ran(String name, String outcome, long durationNanos);
  }

  static String wordFor(@Nullable Throwable failure) {
    if (failure == null) {
      return "ok";
    }
    return failure instanceof TimeoutException ? "timed_out" : "failed";
  }

  /** {@return the cleanups that ran, first run first} */
  public List<Ran> cleanups() {
    int sequence = count();
    List<Ran> ran = new ArrayList<>(sequence);
    for (Entry entry = last; entry != null; entry = entry.next) {
      ran.add(entry.toRan(sequence--));
    }
    Collections.reverse(ran);
    return Collections.unmodifiableList(ran);
  }

  /** {@return those that failed, first run first} */
  public List<Ran> failures() {
    return failedCount() == 0
        ? List.of()
        : cleanups().stream().filter(ran -> ran.failure() != null).toList();
  }

  /** {@return how many ran} */
  public int count() {
    int count = 0;
    for (Entry entry = last; entry != null; entry = entry.next) {
      count++;
    }
    return count;
  }

  /** {@return how many failed} */
  public int failedCount() {
    int failed = 0;
    for (Entry entry = last; entry != null; entry = entry.next) {
      if (entry.failure() != null) {
        failed++;
      }
    }
    return failed;
  }

  /** {@return the cleanups of the application in numbers; it makes no list of them} */
  public Totals ofApplication() {
    int count = 0;
    int failed = 0;
    long sum = 0;
    long longest = -1;
    boolean allTimed = true;
    for (Entry entry = last; entry != null; entry = entry.next) {
      if (entry instanceof ObserverEntry) {
        continue;
      }
      count++;
      if (entry.failure() != null) {
        failed++;
      }
      long nanos = entry.durationNanos();
      allTimed &= nanos >= 0;
      sum += nanos;
      longest = Math.max(longest, nanos);
    }
    return count == 0 ? NONE : new Totals(count, failed, allTimed ? sum : -1, longest);
  }

  /**
   * For Backstop's own packages: tells the cleanups of the application, last run first.
   *
   * @param visitor called on this thread, once for each
   */
  public void tellOfApplication(Visitor visitor) {
    for (Entry entry = last; entry != null; entry = entry.next) {
      if (!(entry instanceof ObserverEntry)) {
        visitor.ran(entry.name, wordFor(entry.failure()), entry.durationNanos());
      }
    }
  }

  /** {@return how long the unwinding took; zero where there was nothing to run} */
  public Duration duration() {
    return Duration.ofNanos(durationNanos);
  }

  @Override
  public String toString() {
    return count() + " cleanups in " + duration() + ", " + failedCount() + " failed: " + cleanups();
  }
}
