package dev.backstop.cleanup;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A scheduler in which the test decides when the one task that was scheduled runs. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {
  volatile @Nullable Runnable scheduled;
  volatile @Nullable ScheduledFuture<?> future;
  volatile long nanos;

  ManualScheduler() {
    super(0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    scheduled = task;
    nanos = unit.toNanos(delay);
    // Not for a century: it is there so that the caller has something to cancel.
    ScheduledFuture<?> real = super.schedule(task, 36_500, TimeUnit.DAYS);
    future = real;
    return real;
  }

  /** The time limit passes now. */
  void pass() {
    Runnable task = scheduled;
    if (task == null) {
      throw new IllegalStateException("nothing was scheduled");
    }
    task.run();
  }
}
