package dev.backstop.harness.junit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The threads that a test leaves behind: not daemons, started during it, alive after it. */
final class LeakedThreads {
  /** How long a thread may outlive its test. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private final List<Pattern> allowed;
  private final Set<Thread> before = Collections.newSetFromMap(new IdentityHashMap<>());

  LeakedThreads(List<Pattern> allowed) {
    this.allowed = allowed;
    before.addAll(alive());
  }

  private static List<Thread> alive() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 64];
    int count = root.enumerate(threads);
    while (count == threads.length) { // more than there was place for
      threads = new Thread[count * 2];
      count = root.enumerate(threads);
    }
    return Arrays.asList(threads).subList(0, count);
  }

  /** Waits for the threads of the test to die, a second at most, and returns the others. */
  List<String> await() throws InterruptedException {
    long deadline = System.nanoTime() + GRACE.toNanos();
    List<String> leaked = new ArrayList<>();
    for (Thread thread : alive()) {
      if (isOfTest(thread)) {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
        if (thread.isAlive()) {
          leaked.add(describe(thread));
        }
      }
    }
    return leaked;
  }

  private boolean isOfTest(Thread thread) {
    return !thread.isDaemon()
        && !before.contains(thread)
        && thread != Thread.currentThread()
        && allowed.stream().noneMatch(name -> name.matcher(thread.getName()).matches());
  }

  private static String describe(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return "\""
        + thread.getName()
        + "\" ("
        + thread.getState()
        + ")"
        + (stack.length == 0 ? "" : " at " + stack[0]);
  }
}
