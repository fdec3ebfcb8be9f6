package dev.backstop.kafka;

import dev.backstop.cancellation.CancelReason;
import dev.backstop.outcome.LoggedError;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A turn of a worker at one lane: unit after unit, until the lane is empty, has to wait or to stop,
 * or the turn is over.
 */
final class LaneRun<K, V> implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);
  private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

  final Lane<K, V> lane;
  private final Attempts<K, V> attempts;
  private final Workers workers;
  private final Consumer<LaneRun<K, V>> whenOver;
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable RecordUnit current; // guarded by this
  private @Nullable CancelReason cancelled; // guarded by this

  LaneRun(
      Lane<K, V> lane, Attempts<K, V> attempts, Workers workers, Consumer<LaneRun<K, V>> whenOver) {
    this.lane = lane;
    this.attempts = attempts;
    this.workers = workers;
    this.whenOver = whenOver;
  }

  @Override
  public void run() {
    try {
      work();
    } catch (Throwable fault) { // of ours: the partition stops, lest a record is skipped
      lane.stop(fault);
      LOGGER.error(
          "partition {} has stopped by a fault of the adapter",
          lane.partition,
          LoggedError.of(fault));
    } finally {
      over.countDown();
      whenOver.accept(this);
    }
  }

  private void work() {
    long begin = System.nanoTime();
    while (!lane.isLeaving() && !lane.isEmpty()) {
      List<Fetched<K, V>> head = lane.head(attempts.mostAtOnce());
      int attempt = lane.nextAttempt();
      RecordEnd end = attempts.make(this, head, attempt);
      switch (end.disposition()) {
        case HANDLED, DEAD_LETTERED -> lane.passed(head);
        case RETRIED -> {
          long pause = attempts.pauseNanosAfter(attempt);
          if (pause > 0) {
            lane.retryAt(System.nanoTime() + pause);
            return;
          }
        }
        case STOPPED -> {
          lane.stop(causeOf(end));
          return;
        }
        case RETURNED -> {
          return;
        }
      }
      if (System.nanoTime() - begin >= TURN_NANOS) {
        return; // another lane may wait for a worker
      }
    }
  }

  private static Throwable causeOf(RecordEnd end) {
    Throwable cause =
        end.deadLetterFailure() == null ? end.outcome().error() : end.deadLetterFailure();
    return cause == null ? new IllegalStateException("stopped without an error") : cause;
  }

  /** A unit begins. */
  synchronized void begun(RecordUnit unit) {
    current = unit;
    if (cancelled != null) {
      unit.cancelElsewhere(cancelled, workers);
    }
  }

  /** The handler of the unit has returned; returns why it was cancelled from here, or null. */
  synchronized @Nullable CancelReason returned() {
    current = null;
    return cancelled;
  }

  /** Cancels the unit that is open, and each that would begin. */
  synchronized void cancel(CancelReason reason) {
    if (cancelled == null) {
      cancelled = reason;
      if (current != null) {
        current.cancelElsewhere(reason, workers);
      }
    }
  }

  /** Waits for its end, at most until a time of the clock; returns whether it is over. */
  boolean awaitOver(long untilNanos) throws InterruptedException {
    return over.await(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  boolean isOver() {
    return over.getCount() == 0;
  }
}
