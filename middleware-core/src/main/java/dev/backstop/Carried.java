package dev.backstop;

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

  synchronized void add() {
    outstanding++;
  }

  /** A task has returned; the last one unwinds, if the exchange has ended meanwhile. */
  void returned() {
    Runnable due = null;
    synchronized (this) {
      if (--outstanding == 0) {
        due = unwinding;
        unwinding = null;
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
  boolean putOff(
      Runnable unwind, Runnable overdue, ScheduledExecutorService scheduler, long nanos) {
    synchronized (this) {
      if (outstanding == 0) {
        return false;
      }
      unwinding = unwind;
    }
    try {
      var unused =
          scheduler.schedule(
              () -> {
                if (takeUnwinding(unwind)) {
                  overdue.run();
                }
              },
              nanos,
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopping) {
      return !takeUnwinding(unwind); // without a deadline we do not wait
    }
    return true;
  }

  private synchronized boolean takeUnwinding(Runnable unwind) {
    if (unwinding != unwind) {
      return false;
    }
    unwinding = null;
    return true;
  }
}
