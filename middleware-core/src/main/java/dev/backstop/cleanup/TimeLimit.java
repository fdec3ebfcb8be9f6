package dev.backstop.cleanup;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The time limit of one running cleanup. The state decides who was first, the cleanup's return or
 * the limit; the runner leaves only when a begun interrupt has been delivered and taken back.
 */
final class TimeLimit extends AtomicInteger implements Runnable {
  private static final long serialVersionUID = 1;
  private static final int RUNNING = 0;
  private static final int INTERRUPTING = 1;
  private static final int INTERRUPTED = 2;
  private static final int RETURNED = 3;

  private final transient Thread runner = Thread.currentThread();

  /** Starts the limit for a cleanup that is about to run on this thread. */
  static Future<?> start(TimeLimit limit, ScheduledExecutorService scheduler, long nanos) {
    return scheduler.schedule(limit, nanos, TimeUnit.NANOSECONDS);
  }

  /** The limit has passed. */
  @Override
  public void run() {
    if (compareAndSet(RUNNING, INTERRUPTING)) {
      runner.interrupt();
      set(INTERRUPTED);
    }
  }

  /** The cleanup has returned, on the runner; returns whether the limit passed before that. */
  boolean returned(@Nullable Future<?> alarm) {
    if (compareAndSet(RUNNING, RETURNED)) {
      if (alarm != null) {
        alarm.cancel(false);
      }
      return false;
    }
    while (get() != INTERRUPTED) {
      Thread.onSpinWait();
    }
    Thread.interrupted(); // ours; the container must not see it
    return true;
  }
}
