package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What has run so far. Another thread may ask meanwhile; what it reads then belongs together, and
 * that costs the unwinding no fence.
 */
final class Unwinding {
  private static final VarHandle LAST_RAN;
  private static final VarHandle DURATION;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LAST_RAN = lookup.findVarHandle(Unwinding.class, "lastRan", Entry.class);
      DURATION = lookup.findVarHandle(Unwinding.class, "durationNanos", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Outcome outcome;
  private @Nullable Entry lastRan;
  private @Nullable CleanupReport forObservers; // the unwinding thread's alone

  @SuppressWarnings("UnusedVariable") // DURATION reads it
  private long durationNanos;

  Unwinding(Outcome outcome) {
    this.outcome = outcome;
  }

  void note(Entry entry) {
    entry.next = lastRan;
    LAST_RAN.setRelease(this, entry);
  }

  void over(long nanos) {
    DURATION.setRelease(this, nanos);
  }

  /**
   * Returns what has run, for the observers that end after it: one report for all of them unless
   * one fails, where one for each would be 24 bytes.
   */
  CleanupReport forObservers() {
    CleanupReport known = forObservers;
    Entry last = lastRan;
    if (known == null || !(last instanceof ObserverEntry) || last.failure() != null) {
      known = report();
      forObservers = known;
    }
    return known;
  }

  CleanupReport report() {
    long nanos = (long) DURATION.getAcquire(this); // read first: it is known when all have run
    return new CleanupReport((Entry) LAST_RAN.getAcquire(this), nanos);
  }
}
