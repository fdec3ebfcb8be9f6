package dev.backstop;

import jakarta.servlet.DispatcherType;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A task that runs in the context of an exchange: its watches entered, the log fields of the thread
 * that made it set. The thread that runs it is left exactly as it was.
 */
final class CarriedTask<T> implements Callable<T>, Runnable {
  private final ExchangeLife life;
  private final Carried carried;
  private final Callable<T> task;
  private final @Nullable Map<String, String> logFields = MDC.getCopyOfContextMap();
  private final AtomicBoolean ran = new AtomicBoolean();

  CarriedTask(ExchangeLife life, Carried carried, Callable<T> task) {
    this.life = life;
    this.carried = carried;
    this.task = task;
    carried.add();
  }

  @Override
  public T call() throws Exception {
    boolean counts = ran.compareAndSet(false, true);
    Map<String, String> before = MDC.getCopyOfContextMap();
    Observers observers = life.isUnwinding() ? null : life.observers(); // the span may have ended
    @Nullable AutoCloseable @Nullable [] scopes =
        observers == null ? null : observers.enter(DispatcherType.ASYNC);
    LogFields.setOnThread(logFields);
    try {
      return task.call();
    } finally {
      LogFields.setOnThread(before);
      if (observers != null) {
        observers.leave(scopes);
      }
      if (counts) {
        carried.returned();
      }
    }
  }

  /** Withdraws a task that will never run. */
  void withdraw() {
    if (ran.compareAndSet(false, true)) {
      carried.returned();
    }
  }

  @Override
  public void run() {
    try {
      call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a Runnable threw a checked exception", e);
    }
  }
}
