package dev.backstop.slo;

import org.jspecify.annotations.Nullable;

/** How long one exchange has waited for one resource; guarded by its watch. */
final class WaitedFor {
  final SharedResource resource;
  private long nanos;
  private long longest = -1;
  private @Nullable String cleanup;

  WaitedFor(SharedResource resource) {
    this.resource = resource;
  }

  /** Adds a wait; the cleanup that the longest one was for stays. */
  void add(long waited, @Nullable String heldBy) {
    nanos += waited;
    if (waited > longest) {
      longest = waited;
      cleanup = heldBy;
    }
  }

  long nanos() {
    return nanos;
  }

  Blame blame(CauseNames names) {
    String holder = cleanup;
    return new Blame(
        names.waiting(resource.name()), holder == null ? Blame.WORK : names.cleanup(holder));
  }
}
