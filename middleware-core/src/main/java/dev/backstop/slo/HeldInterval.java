package dev.backstop.slo;

/** The time for which a cleanup had a resource, or has it still. */
final class HeldInterval {
  final String cleanup;
  private final long startNanos;
  private volatile long endNanos;
  private volatile boolean over;

  HeldInterval(String cleanup, long startNanos) {
    this.cleanup = cleanup;
    this.startNanos = startNanos;
  }

  /** Ends it; returns how long it was, or -1 where it had ended before. */
  synchronized long end(long now) {
    if (over) {
      return -1;
    }
    endNanos = now;
    over = true;
    return now - startNanos;
  }

  /** Returns how much of a time it covers; 0 where nothing. */
  long overlap(long from, long to) {
    long end = over ? endNanos : to;
    long first = Math.max(startNanos - from, 0); // nanoTime is compared by differences alone
    long last = Math.min(end - from, to - from);
    return Math.max(last - first, 0);
  }
}
