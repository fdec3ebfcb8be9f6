package dev.backstop;

import java.util.concurrent.Executor;

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

  /**
   * Runs a task elsewhere; where the executor refuses it, on a thread of its own; where there are
   * no more threads, on this one: late and here is better than never.
   */
  static void execute(Executor executor, Runnable task) {
    try {
      executor.execute(task);
      return;
    } catch (Throwable refused) { // an executor of the application may throw whatever it likes
      if (executor != THREAD) {
        execute(THREAD, task);
        return;
      }
    }
    task.run();
  }
}
