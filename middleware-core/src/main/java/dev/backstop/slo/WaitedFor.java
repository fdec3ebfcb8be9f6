package dev.backstop.slo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long one exchange has waited for one resource; guarded by its watch. */
final class WaitedFor {
  private static final int MOST_LATE = 64;

  final SharedResource resource;
  private final List<Late> late = new ArrayList<>(0);
  private long nanos;
  private long afterwards; // of late waits that are not kept
  private long longest = -1;
  private @Nullable String cleanup;

  WaitedFor(SharedResource resource) {
    this.resource = resource;
  }

  /** A wait of a task that was over after the exchange had ended. */
  private record Late(long began, long over) {
    long after(long end) {
      return Math.min(Math.max(over - end, 0), over - began);
    }
  }

  /** Adds a wait; the cleanup that the longest one was for stays. */
  void add(long began, long over, boolean isLate, @Nullable String heldBy) {
    long waited = over - began;
    nanos += waited;
    if (isLate && late.size() < MOST_LATE) {
      late.add(new Late(began, over));
    } else if (isLate) {
      afterwards += waited;
    }
    if (waited > longest) {
      longest = waited;
      cleanup = heldBy;
    }
  }

  long nanos() {
    return nanos;
  }

  /** Returns how much of it was before a time of the clock. */
  long nanosUntil(long end) {
    long before = nanos - afterwards;
    for (Late each : late) {
      before -= each.after(end);
    }
    return before;
  }

  Blame blame(CauseNames names) {
    String holder = cleanup;
    return new Blame(
        names.waiting(resource.name()), holder == null ? Blame.WORK : names.cleanup(holder));
  }
}
