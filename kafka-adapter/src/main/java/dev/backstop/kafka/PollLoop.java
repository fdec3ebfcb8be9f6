package dev.backstop.kafka;

import dev.backstop.cancellation.CancelReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that touches the Kafka consumer: it fetches, hands records to the workers, commits
 * what has ended, and answers to rebalances. It polls while records are handled, so a slow one
 * costs no membership.
 *
 * <p>A consumer that was given may commit its own position by itself, as Kafka's default is, and
 * does when it is closed: that position is held back at the first record that has not ended.
 */
final class PollLoop<K, V> implements ConsumerRebalanceListener {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long ROOM_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final Consumer<K, V> consumer;
  private final BiConsumer<Consumer<K, V>, ConsumerRebalanceListener> subscription;
  private final Lanes<K, V> lanes;
  private final Commits<K, V> commits;
  private final boolean holdsBack;
  private final long graceNanos;
  private final LinkedBlockingQueue<LaneRun<K, V>> over = new LinkedBlockingQueue<>();
  private volatile @Nullable Long closeAtNanos; // what is open may take so long; null: go on
  private volatile boolean goOn;
  private boolean interrupted;

  PollLoop(
      Consumer<K, V> consumer,
      BiConsumer<Consumer<K, V>, ConsumerRebalanceListener> subscription,
      Lanes<K, V> lanes,
      boolean holdsBack,
      long graceNanos) {
    this.consumer = consumer;
    this.subscription = subscription;
    this.lanes = lanes;
    this.commits = new Commits<>(consumer);
    this.holdsBack = holdsBack;
    this.graceNanos = graceNanos;
  }

  /** Asks for the end; what is open has so long to end by itself. The first call counts. */
  synchronized void close(long withinNanos) {
    if (closeAtNanos == null) {
      closeAtNanos = System.nanoTime() + withinNanos;
      lanes.all().forEach(Lane::leave); // at once: the loop may be waiting for a run
      consumer.wakeup();
    }
  }

  /** Asks to begin again at the records in front of which partitions have stopped. */
  void goOn() {
    if (!goOn) { // once a turn: who asks all the time must not keep it from polling
      goOn = true;
      consumer.wakeup();
    }
  }

  /**
   * Polls until it is closed, ends what is open, and closes the consumer.
   *
   * @return what ended it if not {@link #close}, or null
   */
  @Nullable Throwable run() {
    Throwable fatal = null;
    try {
      subscription.accept(consumer, this);
      while (closeAtNanos == null && !interrupted) {
        turn();
      }
    } catch (InterruptException asked) {
      interrupted = true;
    } catch (Throwable t) { // whatever it is, the end must be told
      fatal = t;
    }
    interrupted |= Thread.interrupted(); // or nothing could be committed any more
    Throwable atEnd = end();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return fatal == null ? atEnd : fatal;
  }

  private void turn() {
    if (goOn) {
      goOn = false;
      lanes.all().forEach(Lane::goOn);
    }
    lanes.dispatch(over::add);
    commits.commit(lanes.all());
    moveOn();
    pauseBusy();
    fetch();
  }

  /** A position that is held back follows what has ended. */
  private void moveOn() {
    if (holdsBack) {
      for (Lane<K, V> lane : lanes.all()) {
        OffsetAndMetadata finished = lane.finished();
        if (finished != null) {
          hold(lane, finished.offset());
        }
      }
    }
  }

  private void hold(Lane<K, V> lane, long offset) {
    if (lane.position != offset) {
      consumer.seek(lane.partition, offset);
      lane.position = offset;
    }
  }

  /** A lane that has records, or that has stopped, gets no more. */
  private void pauseBusy() {
    List<TopicPartition> toPause = new ArrayList<>();
    List<TopicPartition> toResume = new ArrayList<>();
    for (Lane<K, V> lane : lanes.all()) {
      boolean busy = lane.isBusy();
      if (busy != lane.paused) {
        (busy ? toPause : toResume).add(lane.partition);
        lane.paused = busy;
      }
    }
    if (!toPause.isEmpty()) {
      consumer.pause(toPause);
    }
    if (!toResume.isEmpty()) {
      consumer.resume(toResume);
    }
  }

  private void fetch() {
    long wait = Math.min(IDLE_NANOS, lanes.shortestWaitNanos());
    if (lanes.isAnyRunning()) {
      awaitRun(Math.min(wait, lanes.hasRoom() ? ROOM_NANOS : BUSY_NANOS));
      wait = 0;
    }
    try {
      ConsumerRecords<K, V> records = poll(Duration.ofNanos(wait));
      for (TopicPartition partition : records.partitions()) {
        Lane<K, V> lane = lanes.of(partition);
        if (lane != null) {
          lane.add(records.records(partition), records.nextOffsets().get(partition));
          fetched(lane);
        }
      }
    } catch (RecordDeserializationException poison) {
      Lane<K, V> lane = lanes.of(poison.topicPartition());
      if (lane != null) {
        lane.add(poison);
        consumer.seek(poison.topicPartition(), poison.offset() + 1);
        fetched(lane);
      }
    } catch (RetriableException again) {
      LOGGER.warn("a poll failed; it is tried again", again);
      awaitRun(IDLE_NANOS);
    } catch (WakeupException asked) {
      // Somebody wants something; the next turn looks what.
    }
  }

  /** A wakeup ends the wait, and not the poll: its membership hangs on that. */
  private ConsumerRecords<K, V> poll(Duration wait) {
    try {
      return consumer.poll(wait);
    } catch (WakeupException asked) {
      return consumer.poll(Duration.ZERO);
    }
  }

  private void fetched(Lane<K, V> lane) {
    if (holdsBack) {
      lane.position = -1; // the poll has moved it
      hold(lane, lane.firstOffset());
    }
  }

  private void awaitRun(long nanos) {
    try {
      LaneRun<K, V> run = over.poll(nanos, TimeUnit.NANOSECONDS);
      while (run != null) {
        lanes.over(run);
        run = over.poll();
      }
    } catch (InterruptedException asked) {
      interrupted = true;
    }
  }

  // Rebalances, on this thread within a poll -----------------------------------------------------

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    lanes.add(partitions);
    LOGGER.debug("assigned: {}", partitions);
  }

  /** They are still ours until this returns: what has ended is committed. */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    List<Lane<K, V>> going = lanes.of(partitions);
    interrupted |= lanes.leave(going, graceNanos, CancelReason.REVOKED);
    try {
      commits.commit(going);
    } finally {
      lanes.remove(going);
    }
    LOGGER.debug("revoked: {}", partitions);
  }

  /** They are somebody else's already: nothing is committed, and nothing is waited for first. */
  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    List<Lane<K, V>> going = lanes.of(partitions);
    interrupted |= lanes.leave(going, 0, CancelReason.REVOKED);
    lanes.remove(going);
    LOGGER.warn(
        "lost: {}; their records that had not been committed are handled again", partitions);
  }

  // The end --------------------------------------------------------------------------------------

  private @Nullable Throwable end() {
    Long until = closeAtNanos;
    long grace = until == null ? graceNanos : Math.max(0, until - System.nanoTime());
    List<Lane<K, V>> open = new ArrayList<>(lanes.all());
    interrupted |= lanes.leave(open, interrupted ? 0 : grace, CancelReason.SERVER_STOP);
    Throwable failure = attempt(() -> commits.commit(open), "the last commit failed");
    attempt(this::moveOn, "the position could not be moved on");
    lanes.remove(open);
    Throwable atClose =
        attempt(() -> consumer.close(CloseOptions.timeout(CLOSE)), "the consumer did not close");
    return failure == null ? atClose : failure;
  }

  private static @Nullable Throwable attempt(Runnable step, String otherwise) {
    try {
      step.run();
      return null;
    } catch (Throwable t) { // the other steps are still to come
      LOGGER.warn("{}", otherwise, t);
      return t;
    }
  }
}
