package dev.backstop.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.jspecify.annotations.Nullable;

/**
 * One assigned partition: what was fetched of it and not yet handled, in order. While a run has it,
 * its queue belongs to the run; else to the thread that polls. While it is not empty its partition
 * is paused, so nothing is added to it then.
 */
final class Lane<K, V> {
  final TopicPartition partition;

  private final ArrayDeque<Fetched<K, V>> queue = new ArrayDeque<>();
  private @Nullable OffsetAndMetadata afterAll; // the position after the whole queue
  private int attempts; // at the head
  private long notBeforeNanos;
  private boolean waits;
  private volatile @Nullable OffsetAndMetadata finished;
  private volatile @Nullable Throwable stoppedBy;
  private volatile boolean leaving;

  // Of the thread that polls alone
  @Nullable LaneRun<K, V> run;
  @Nullable OffsetAndMetadata committed;
  long position = -1; // of the Kafka consumer, where it is held back; else -1
  boolean paused;
  long turn;

  Lane(TopicPartition partition) {
    this.partition = partition;
  }

  void add(List<ConsumerRecord<K, V>> records, @Nullable OffsetAndMetadata next) {
    records.forEach(record -> queue.add(Fetched.of(record)));
    afterAll = next;
  }

  void add(RecordDeserializationException poison) {
    queue.add(Fetched.poison(poison));
    afterAll = null;
  }

  /** Returns the offset of its first record; only where there is one and no run. */
  long firstOffset() {
    return queue.element().offset();
  }

  /** Returns whether a run may take it now. */
  boolean isReady(long nowNanos) {
    return run == null
        && !queue.isEmpty()
        && stoppedBy == null
        && !leaving
        && (!waits || notBeforeNanos - nowNanos <= 0);
  }

  /** Returns whether nothing more may be fetched for it. */
  boolean isBusy() {
    return run != null || !queue.isEmpty() || stoppedBy != null;
  }

  /** Returns how long its head has to wait for its next attempt; Long.MAX_VALUE for no wait. */
  long waitNanos(long nowNanos) {
    boolean waiting = run == null && waits && stoppedBy == null && !queue.isEmpty();
    return waiting ? Math.max(0, notBeforeNanos - nowNanos) : Long.MAX_VALUE;
  }

  /** Returns what is to be handled next, as one unit; the same until it has passed. */
  List<Fetched<K, V>> head(int most) {
    List<Fetched<K, V>> head = new ArrayList<>();
    for (Fetched<K, V> each : queue) {
      if (head.size() == most || (each.poison() != null && !head.isEmpty())) {
        break;
      }
      head.add(each);
      if (each.poison() != null) {
        break;
      }
    }
    return head;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int nextAttempt() {
    waits = false;
    return ++attempts;
  }

  /** The head has ended for good: its offsets may be committed. */
  void passed(List<Fetched<K, V>> head) {
    for (int i = 0; i < head.size(); i++) {
      queue.remove();
    }
    attempts = 0;
    OffsetAndMetadata all = afterAll;
    finished = queue.isEmpty() && all != null ? all : head.get(head.size() - 1).next();
  }

  void retryAt(long nanos) {
    waits = true;
    notBeforeNanos = nanos;
  }

  /** Returns the position up to which all records have ended; null where none has. */
  @Nullable OffsetAndMetadata finished() {
    return finished;
  }

  void stop(Throwable cause) {
    stoppedBy = cause;
  }

  @Nullable Throwable stoppedBy() {
    return stoppedBy;
  }

  /** It goes on in front of the record that stopped it. */
  void goOn() {
    if (stoppedBy != null) {
      attempts = 0;
      waits = false;
      stoppedBy = null;
    }
  }

  /** Nothing more of it is begun. */
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }
}
