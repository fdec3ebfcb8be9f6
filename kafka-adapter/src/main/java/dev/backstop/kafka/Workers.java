package dev.backstop.kafka;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that handle records, apart from the one that polls. There are as many as run at once,
 * so a handler that ignores its cancellation keeps its own thread and nobody else's.
 */
final class Workers implements Executor, AutoCloseable {
  private final String name;
  private final AtomicInteger count = new AtomicInteger();
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);
  private final ScheduledThreadPoolExecutor scheduler;

  Workers(String name) {
    this.name = name;
    this.scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name + "-limits");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
    scheduler.allowCoreThreadTimeOut(true);
  }

  /** A thread that handles records of one consumer. */
  static final class Worker extends Thread {
    private final Workers owner;

    Worker(Workers owner, Runnable task, String name) {
      super(task, name);
      this.owner = owner;
      setDaemon(true); // the one that polls waits for them
    }
  }

  private Thread thread(Runnable task) {
    return new Worker(this, task, name + "-" + count.incrementAndGet());
  }

  /** Returns whether this thread is one of them. */
  boolean isMine() {
    return Thread.currentThread() instanceof Worker worker && worker.owner == this;
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /** Runs a task; here where the consumer has ended: what was given up still ends properly. */
  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException stopped) {
      task.run();
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    scheduler.shutdown();
  }
}
