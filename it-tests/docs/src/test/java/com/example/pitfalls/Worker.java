package com.example.pitfalls;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An executor of one thread, which begins when the test says so. */
final class Worker implements Executor, AutoCloseable {
  private final CountDownLatch begin = new CountDownLatch(1);
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "worker");
            made.setDaemon(true);
            return made;
          });

  @Override
  public void execute(Runnable task) {
    thread.execute(() -> run(task));
  }

  private void run(Runnable task) {
    try {
      begin.await();
      task.run();
    } catch (InterruptedException | RuntimeException e) {
      failures.add(e);
    }
  }

  /** Lets it begin. */
  void begin() {
    begin.countDown();
  }

  /** Lets it do all that it has been given, and returns what that threw and nobody saw. */
  List<Throwable> finish() throws Exception {
    begin();
    Future<?> last = thread.submit(() -> {});
    last.get(10, TimeUnit.SECONDS);
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
