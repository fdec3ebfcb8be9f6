package dev.backstop.cleanup;

import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The surroundings of a registry that belongs to no exchange. */
final class StandaloneMonitor implements CleanupMonitor {
  private static final Outcome OPEN =
      new Outcome(
          "", "", null, 0, StatusSource.PREDICTED, Ending.UNFINISHED, null, false, false, 0, 0);

  private @Nullable ScheduledThreadPoolExecutor scheduler;

  @Override
  public boolean timesEach() {
    return false;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Outcome outcomeSoFar() {
    return OPEN;
  }

  @Override
  public synchronized ScheduledExecutorService scheduler() {
    if (scheduler == null) {
      scheduler =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "backstop-cleanup-limits");
                thread.setDaemon(true);
                return thread;
              });
      scheduler.setKeepAliveTime(1, TimeUnit.SECONDS); // nobody tells us when to stop
      scheduler.allowCoreThreadTimeOut(true);
      scheduler.setRemoveOnCancelPolicy(true);
    }
    return scheduler;
  }

  @Override
  public void late(String name, @Nullable Throwable failure) {
    LoggerFactory.getLogger(CleanupRegistry.class)
        .atWarn()
        .setCause(failure)
        .log("cleanup '{}' came after the end and ran at once; register it earlier", name);
  }

  /** A thread for each: an asynchronous cleanup ends wherever it likes, on a selector perhaps. */
  @Override
  public void resume(Runnable rest) {
    Thread thread = new Thread(rest, "backstop-unwind");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void overdue(String name, @Nullable StackTraceElement site, TimeoutException failure) {
    LoggerFactory.getLogger(CleanupRegistry.class)
        .atWarn()
        .log("{}; it was cancelled and the others ran", failure.getMessage());
  }

  @Override
  public void endedOverdue(
      String name, @Nullable StackTraceElement site, @Nullable Throwable failure) {
    LoggerFactory.getLogger(CleanupRegistry.class)
        .atWarn()
        .setCause(failure)
        .log("asynchronous cleanup '{}' ended after its deadline", name);
  }

  @Override
  public void observerFailed(String name, Throwable failure) {
    // It is in the report, which is all that a registry of its own has.
  }
}
