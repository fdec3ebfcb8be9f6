package dev.backstop;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.pitfall.PitfallKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds cleanups that run over their budget, and where they stand then: while an exchange unwinds,
 * the stack of its thread is looked at once in each budget, so each cleanup that takes longer is
 * seen at least once.
 */
final class SlowCleanups implements Runnable {
  private volatile @Nullable Thread unwinding = Thread.currentThread();
  private final Backstop backstop;
  private final long budgetNanos;
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable Future<?> sampling;

  /** Where the unwinding thread stood at a moment. */
  private record Sample(long nanos, StackTraceElement site) {}

  private SlowCleanups(Backstop backstop, long budgetNanos) {
    this.backstop = backstop;
    this.budgetNanos = budgetNanos;
  }

  /** Begins to look at this thread; it costs a task on the scheduler. */
  static SlowCleanups watch(Backstop backstop, long budgetNanos, ScheduledExecutorService by) {
    SlowCleanups watched = new SlowCleanups(backstop, budgetNanos);
    try {
      watched.sampling =
          by.scheduleAtFixedRate(watched, budgetNanos, budgetNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopping) {
      // The durations tell which were slow, though not where.
    }
    return watched;
  }

  @Override
  public void run() {
    Thread looked = unwinding;
    if (looked == null) {
      return; // an asynchronous cleanup has no thread
    }
    long now = backstop.nanoTime();
    for (StackTraceElement frame : looked.getStackTrace()) {
      if (ErrorClassifier.isApplication(frame.getClassName())) {
        synchronized (samples) {
          samples.add(new Sample(now, frame));
        }
        return;
      }
    }
  }

  /** The unwinding goes on, on this thread. */
  void goOn(Runnable rest) {
    unwinding = Thread.currentThread();
    try {
      rest.run();
    } finally {
      rested();
    }
  }

  /** The unwinding has left this thread. */
  void rested() {
    if (unwinding == Thread.currentThread()) {
      unwinding = null;
    }
  }

  /** The unwinding is over: reports what took longer than the budget. */
  void report(ExchangeLife life, CleanupReport report) {
    Future<?> task = sampling;
    if (task != null) {
      task.cancel(false);
    }
    for (CleanupReport.Ran ran : report.cleanups()) {
      if (ran.durationNanos() > budgetNanos) {
        String detail = ran.name() + " took " + ran.durationNanos() / 1_000_000L + " ms";
        backstop.reportAt(PitfallKind.CLEANUP_SLOW, life, detail, siteOf(ran), null);
      }
    }
  }

  private @Nullable StackTraceElement siteOf(CleanupReport.Ran ran) {
    synchronized (samples) {
      for (Sample sample : samples) {
        long into = sample.nanos - ran.startNanos();
        if (into >= 0 && into <= ran.durationNanos()) {
          return sample.site;
        }
      }
    }
    return null;
  }
}
