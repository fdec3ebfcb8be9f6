package dev.backstop.benchmarks.growth;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does and nobody tells of. */
final class Waiting {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private Waiting() {}

  static void until(String what, BooleanSupplier holds) throws InterruptedException {
    long begin = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - begin > LONGEST_NANOS) {
        throw new IllegalStateException("waited 30 s in vain for " + what);
      }
      TimeUnit.MICROSECONDS.sleep(100);
    }
  }
}
