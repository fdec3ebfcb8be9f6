package dev.backstop;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Where to unwind when no thread of the container is at hand. */
final class Unwinder {
  /** A thread for each: this is the rare end of an exchange that was overdue. */
  static final Executor THREAD =
      task -> {
        Thread thread = new Thread(task, "backstop-unwind");
        thread.setDaemon(true);
        thread.start();
      };

  private Unwinder() {}

  /** Runs a task elsewhere; on a thread of its own where the executor refuses it. */
  static void execute(Executor executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException stopping) {
      THREAD.execute(task);
    }
  }
}
