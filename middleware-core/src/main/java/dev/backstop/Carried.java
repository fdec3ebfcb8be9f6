package dev.backstop;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that an exchange carries to other threads. The unwinding waits for the last of them,
 * and no longer than a deadline; nobody blocks.
 *
 * <p>Thread-safe.
 */
final class Carried {
  private int outstanding;
  private @Nullable Runnable unwinding; // waits for the last task, or for the deadline
  private @Nullable Future<?> deadline;

  synchronized void add() {
    outstanding++;
  }

  /** A task has returned; the last one unwinds, if the exchange has ended meanwhile. */
  void returned() {
    Runnable due = null;
    synchronized (this) {
      if (--outstanding == 0) {
        due = takeUnwinding();
      }
    }
    if (due != null) {
      due.run();
    }
  }

  /**
   * Puts the unwinding off until the last task has returned.
   *
   * @param overdue what to do instead when the deadline comes first; it must not wait
   * @return false where no task is out: nothing was put off
   */
  synchronized boolean putOff(
      Runnable unwind, Runnable overdue, ScheduledExecutorService scheduler, long nanos) {
    if (outstanding == 0) {
      return false;
    }
    try {
      deadline = scheduler.schedule(() -> expire(overdue), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopping) {
      return false; // without a deadline we do not wait
    }
    unwinding = unwind;
    return true;
  }

  /** Waits no longer: runs {@code overdue}, if an unwinding was put off and has not begun. */
  void expire(Runnable overdue) {
    boolean mine;
    synchronized (this) {
      mine = takeUnwinding() != null;
    }
    if (mine) {
      overdue.run();
    }
  }

  private @Nullable Runnable takeUnwinding() {
    Runnable taken = unwinding;
    unwinding = null;
    if (deadline != null) {
      deadline.cancel(false); // or the scheduler would hold the exchange until then
      deadline = null;
    }
    return taken;
  }
}
