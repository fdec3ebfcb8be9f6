package dev.backstop.kafka;

import dev.backstop.cancellation.CancelReason;
import dev.backstop.cancellation.Cancellation;
import dev.backstop.cancellation.CancellationTree;
import dev.backstop.cleanup.CleanupRegistry;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work: one attempt at one record, or at one batch. It ends when the handler has
 * returned or thrown: its cancellation is cancelled, its cleanups run, its span ends, and only then
 * may its offset be committed.
 *
 * <p>Thread-safe.
 */
public final class RecordUnit {
  private final TopicPartition partition;
  private final long offset;
  private final int count;
  private final int attempt;
  private final Telemetry.OpenSpan span;
  private final LogContext log;
  private final CleanupRegistry cleanups;
  private final CancellationTree cancellation;
  private volatile CompletableFuture<?> reactions = CompletableFuture.completedFuture(null);

  RecordUnit(
      TopicPartition partition,
      long offset,
      int count,
      int attempt,
      Telemetry.OpenSpan span,
      Workers workers) {
    this.partition = partition;
    this.offset = offset;
    this.count = count;
    this.attempt = attempt;
    this.span = span;
    this.log = new LogContext(partition, offset, span.traceId());
    UnitMonitor monitor = new UnitMonitor(this, workers);
    this.cleanups = new CleanupRegistry(monitor);
    this.cancellation = new CancellationTree(monitor);
  }

  /** {@return the partition of the record} */
  public TopicPartition partition() {
    return partition;
  }

  /** {@return the offset of the record, or of the first of the batch} */
  public long offset() {
    return offset;
  }

  /** {@return how many records it has; 1 without batches} */
  public int count() {
    return count;
  }

  /** {@return which attempt at the record this is, from 1} */
  public int attempt() {
    return attempt;
  }

  /**
   * {@return its cleanups, which run when the handler has returned or thrown, last registered
   * first, with the outcome; the offset waits for all of them, asynchronous ones up to their
   * deadlines} A failed cleanup fails no record: it is reported.
   */
  public CleanupRegistry cleanups() {
    return cleanups;
  }

  /**
   * {@return its cancellation: {@link CancelReason#REVOKED} when its partition goes to another
   * consumer, {@link CancelReason#SERVER_STOP} when this one is closed and the record has not ended
   * in time, {@link CancelReason#DEADLINE} by {@link BackstopConsumerBuilder#recordDeadline}}
   */
  public Cancellation cancellation() {
    return cancellation.root();
  }

  /** {@return the trace id of its span, or null without tracing} */
  public @Nullable String traceId() {
    return span.traceId();
  }

  /**
   * Sets a log field (MDC) of this unit, on this thread at once and for its cleanups, or with null
   * takes it back. It ends with the unit.
   *
   * @param key as log layouts name it
   * @param value written by log layouts as it is, so clean what is not yours; null takes it back
   */
  public void logField(String key, @Nullable String value) {
    log.set(Objects.requireNonNull(key, "key of a log field is null"), value);
  }

  /** Returns what messages call it. */
  String describe() {
    return partition + "@" + offset + (count == 1 ? "" : " and " + (count - 1) + " more");
  }

  /** Enters its context for the handler; what the handler put into the MDC stays with the unit. */
  AutoCloseable enterHandler() {
    AutoCloseable context = enter();
    return () -> {
      log.capture();
      context.close();
    };
  }

  /** Makes its span current and its log fields the MDC of this thread. */
  AutoCloseable enter() {
    AutoCloseable fields = log.enter();
    AutoCloseable current = span.enter();
    return () -> {
      if (current != null) {
        current.close();
      }
      fields.close();
    };
  }

  /** Cancels it on a thread that must not wait: the reactions go to another. */
  void cancelElsewhere(CancelReason reason, Executor executor) {
    if (cancellation.mark(reason, null)) {
      CompletableFuture<?> done = CompletableFuture.runAsync(cancellation::react, executor);
      reactions = done;
    }
  }

  /** The outcome is known: does what is to be done at the end, before the cleanups. */
  void finishCancellation() {
    cancellation.mark(CancelReason.ENDED, null);
    cancellation.reactAtEnd();
  }

  /** Returns what completes when the reactions on another thread have been done. */
  CompletableFuture<?> reactions() {
    return reactions;
  }
}
