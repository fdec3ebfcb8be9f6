package dev.backstop.slo;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which cleanups have had one resource lately: those that have it, and the last of those that had
 * it while somebody waited.
 *
 * <p>Bounded; thread-safe without a lock.
 */
final class Holders {
  private static final int REMEMBERED = 512;
  private static final long NOTICEABLE_NANOS = 1_000_000;

  /** A single cleanup that had it for so much of a wait is what the wait was for. */
  private static final double SHARE_OF_ONE = 0.25;

  /** So much of what all could have had it for, in many short cleanups, is that too. */
  private static final double SHARE_OF_ALL = 0.5;

  private final Set<HeldInterval> open = ConcurrentHashMap.newKeySet();
  private final AtomicReferenceArray<@Nullable HeldInterval> past =
      new AtomicReferenceArray<>(REMEMBERED);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();

  void waits() {
    waiting.incrementAndGet();
  }

  void waitsNoMore() {
    waiting.decrementAndGet();
  }

  void taken() {
    held.incrementAndGet();
  }

  void givenBack() {
    held.decrementAndGet();
  }

  HeldInterval begin(CleanupRun run, long takenNanos) {
    long start = run.startNanos() - takenNanos > 0 ? run.startNanos() : takenNanos;
    HeldInterval interval = new HeldInterval(run.name(), start);
    open.add(interval);
    return interval;
  }

  void end(HeldInterval interval, long now) {
    long nanos = interval.end(now);
    if (nanos >= NOTICEABLE_NANOS && waiting.get() > 0) {
      past.set(Math.floorMod(next.getAndIncrement(), REMEMBERED), interval);
    }
    open.remove(interval); // last: who looks meanwhile finds it in one of the two
  }

  /** Returns the cleanup that a wait was for, or null where none is to blame. */
  @Nullable String of(long from, long to) {
    if (to - from < NOTICEABLE_NANOS) {
      return null;
    }
    Map<HeldInterval, Long> overlaps = new HashMap<>();
    open.forEach(one -> add(overlaps, one, from, to));
    for (int i = 0; i < REMEMBERED; i++) {
      HeldInterval one = past.get(i);
      if (one != null) {
        add(overlaps, one, from, to);
      }
    }
    return overlaps.isEmpty() ? null : mostOf(overlaps, to - from);
  }

  private static void add(Map<HeldInterval, Long> overlaps, HeldInterval one, long from, long to) {
    long overlap = one.overlap(from, to);
    if (overlap > 0) {
      overlaps.put(one, overlap);
    }
  }

  private @Nullable String mostOf(Map<HeldInterval, Long> overlaps, long waited) {
    Map<String, Long> byName = new HashMap<>();
    long longest = 0;
    long all = 0;
    for (Map.Entry<HeldInterval, Long> one : overlaps.entrySet()) {
      byName.merge(one.getKey().cleanup, one.getValue(), Long::sum);
      longest = Math.max(longest, one.getValue());
      all += one.getValue();
    }
    boolean toBlame =
        longest >= SHARE_OF_ONE * waited || all >= SHARE_OF_ALL * waited * Math.max(1, held.get());
    return toBlame
        ? byName.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey()
        : null;
  }
}
