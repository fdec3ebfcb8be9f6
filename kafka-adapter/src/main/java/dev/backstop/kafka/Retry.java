package dev.backstop.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How often a record that failed is tried again, and after which pause. Its partition waits
 * meanwhile; the others and the membership in the group go on.
 *
 * <pre>{@code
 * Retry.upTo(5).backoff(Duration.ofMillis(200), Duration.ofSeconds(30)).except(BadOrder.class)
 * }</pre>
 *
 * <p>A record that could not be deserialized is never tried again: its bytes stay what they are.
 *
 * <p>Immutable and thread-safe.
 */
public final class Retry {
  private static final int MOST_DOUBLINGS = 62;

  private final int attempts;
  private final long firstNanos;
  private final long longestNanos;
  private final List<Class<? extends Throwable>> exceptTypes;
  private final Set<String> exceptCategories;

  private Retry(
      int attempts,
      long firstNanos,
      long longestNanos,
      List<Class<? extends Throwable>> exceptTypes,
      Set<String> exceptCategories) {
    this.attempts = attempts;
    this.firstNanos = firstNanos;
    this.longestNanos = longestNanos;
    this.exceptTypes = exceptTypes;
    this.exceptCategories = exceptCategories;
  }

  /** {@return a policy without a second attempt} */
  public static Retry none() {
    return upTo(1);
  }

  /**
   * {@return a policy with so many attempts in all, and pauses of 100 ms, 200 ms, and so on up to
   * 10 seconds between them}
   *
   * @param attempts at least 1
   */
  public static Retry upTo(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "upTo(" + attempts + "): expected at least 1, the first attempt; for no other, none()");
    }
    return new Retry(
        attempts,
        Duration.ofMillis(100).toNanos(),
        Duration.ofSeconds(10).toNanos(),
        List.of(),
        Set.of());
  }

  /**
   * Sets the pauses: each is twice the one before.
   *
   * @param first before the second attempt; zero for none
   * @param longest none is longer
   * @return a policy with these pauses; this one is as it was
   */
  public Retry backoff(Duration first, Duration longest) {
    if (first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "backoff("
              + first
              + ", "
              + longest
              + "): expected a first pause that is not negative, and a longest one not below it");
    }
    return new Retry(attempts, nanos(first), nanos(longest), exceptTypes, exceptCategories);
  }

  private static long nanos(Duration pause) {
    Duration day = Duration.ofDays(1);
    return (pause.compareTo(day) < 0 ? pause : day).toNanos();
  }

  /**
   * Names errors, subclasses too, after which there is no other attempt; a further call adds.
   *
   * @param types of the error without its wrappers
   * @return a policy that names these too; this one is as it was
   */
  @SafeVarargs
  public final Retry except(Class<? extends Throwable>... types) {
    List<Class<? extends Throwable>> all = new ArrayList<>(exceptTypes);
    for (Class<? extends Throwable> type : types) {
      all.add(Objects.requireNonNull(type, "except(types) was given null: leave it out"));
    }
    return new Retry(attempts, firstNanos, longestNanos, List.copyOf(all), exceptCategories);
  }

  /**
   * Names categories of errors after which there is no other attempt; a further call adds.
   *
   * @param words as {@link dev.backstop.outcome.Outcome#errorCategory} has them
   * @return a policy that names these too; this one is as it was
   */
  public Retry exceptCategories(String... words) {
    Set<String> all = new HashSet<>(exceptCategories);
    for (String word : words) {
      all.add(Objects.requireNonNull(word, "exceptCategories(words) was given null: leave it out"));
    }
    return new Retry(attempts, firstNanos, longestNanos, exceptTypes, Set.copyOf(all));
  }

  /** Returns whether there is another attempt after one that failed, counted from 1. */
  boolean goesOnAfter(int attempt, Throwable error, String category) {
    return attempt < attempts
        && !exceptCategories.contains(category)
        && exceptTypes.stream().noneMatch(type -> type.isInstance(error));
  }

  /** Returns the pause after an attempt, counted from 1. */
  long pauseNanosAfter(int attempt) {
    int doublings = Math.min(attempt - 1, MOST_DOUBLINGS);
    long room = longestNanos >> doublings; // shifted to the other side: it cannot overflow
    return firstNanos > room ? longestNanos : firstNanos << doublings;
  }
}
