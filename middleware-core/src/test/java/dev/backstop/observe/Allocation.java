package dev.backstop.observe;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** How many bytes a call allocates on its own thread, as the JVM counts them. */
final class Allocation {
  private static final int CALLS = 20_000;

  private Allocation() {}

  /** Returns the least of several rounds: the first ones run in the interpreter. */
  static long bytesPerCall(Supplier<?> call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        if (call.get() == null) {
          throw new AssertionError("a call returned null");
        }
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
    }
    return least;
  }
}
