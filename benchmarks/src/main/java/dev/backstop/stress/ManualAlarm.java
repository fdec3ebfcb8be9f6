package dev.backstop.stress;

import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A scheduler without a thread, whose one task an actor runs. */
final class ManualAlarm extends ScheduledThreadPoolExecutor {
  private static final ScheduledFuture<?> OVER = over();

  private volatile @Nullable Runnable task;

  ManualAlarm() {
    super(0);
  }

  private static ScheduledFuture<?> over() {
    ScheduledThreadPoolExecutor stopped = new ScheduledThreadPoolExecutor(0);
    ScheduledFuture<?> future = stopped.schedule((Callable<Boolean>) () -> true, 1, TimeUnit.DAYS);
    future.cancel(false);
    stopped.shutdownNow();
    return future;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable scheduled, long delay, TimeUnit unit) {
    task = scheduled;
    return OVER;
  }

  /** The deadline passes, if it has begun to count. */
  void pass() {
    Runnable due = task;
    if (due != null) {
      due.run();
    }
  }
}
