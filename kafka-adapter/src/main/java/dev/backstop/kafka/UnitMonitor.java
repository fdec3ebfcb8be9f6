package dev.backstop.kafka;

import dev.backstop.cancellation.CancelMonitor;
import dev.backstop.cleanup.CleanupMonitor;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.LoggedError;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.outcome.Untrusted;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the cleanups and the cancellation of a unit ask of it and tell it. */
final class UnitMonitor implements CleanupMonitor, CancelMonitor {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);

  private final RecordUnit unit;
  private final Workers workers;

  UnitMonitor(RecordUnit unit, Workers workers) {
    this.unit = unit;
    this.workers = workers;
  }

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
    return outcome(unit, Ending.UNFINISHED, null, null, 0);
  }

  /**
   * Returns the outcome of a unit in the words of an exchange: the operation is its method, the
   * place of the record its path, the topic its route. There is no status in Kafka, and nobody
   * guessed.
   */
  static Outcome outcome(
      RecordUnit unit,
      Ending ending,
      @Nullable Throwable error,
      @Nullable String category,
      long durationNanos) {
    String topic = unit.partition().topic();
    return new Outcome(
        "process",
        topic + '/' + unit.partition().partition() + '/' + unit.offset(),
        topic,
        0,
        StatusSource.CONTAINER,
        ending,
        error,
        false,
        category,
        false,
        0,
        durationNanos);
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return workers.scheduler();
  }

  @Override
  public AutoCloseable enterCleanups() {
    return unit.enter();
  }

  @Override
  public void resume(Runnable rest) {
    workers.execute(rest);
  }

  @Override
  public String describe() {
    return unit.describe();
  }

  @Override
  public void late(String name, @Nullable Throwable failure) {
    LOGGER
        .atWarn()
        .setCause(failure == null ? null : LoggedError.of(failure))
        .log(
            "cleanup '{}' of {} came after its end and ran at once; register it earlier",
            Untrusted.clean(name),
            unit.describe());
  }

  @Override
  public void overdue(String name, @Nullable StackTraceElement site, TimeoutException failure) {
    LOGGER.warn("{}: {}", unit.describe(), LoggedError.messageOf(failure));
  }

  @Override
  public void endedOverdue(
      String name, @Nullable StackTraceElement site, @Nullable Throwable failure) {
    LOGGER
        .atWarn()
        .setCause(failure == null ? null : LoggedError.of(failure))
        .log(
            "asynchronous cleanup '{}' of {} ended after its deadline",
            Untrusted.clean(name),
            unit.describe());
  }

  @Override
  public void observerFailed(String name, Throwable failure) {
    LOGGER.warn("{} of {} failed", name, unit.describe(), LoggedError.of(failure));
  }

  @Override
  public void reactionFailed(String name, Throwable failure) {
    LOGGER.warn(
        "reaction '{}' to the cancellation of {} failed",
        Untrusted.clean(name),
        unit.describe(),
        LoggedError.of(failure));
  }
}
