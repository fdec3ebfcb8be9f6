package dev.backstop.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what has ended, and nothing else; on the thread that polls. Where the consumer was given,
 * its settings cannot be read: then each commit first looks whether somebody else has committed.
 */
final class Commits<K, V> {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Consumer<K, V> consumer;
  private final boolean audited;
  private boolean failing; // one warning until it works again
  private boolean shared; // somebody else commits: no more from here

  Commits(Consumer<K, V> consumer, boolean audited) {
    this.consumer = consumer;
    this.audited = audited;
  }

  /** Notes where lanes begin that were assigned just now. */
  void begin(Collection<Lane<K, V>> lanes) {
    if (audited && !lanes.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> committed = committedOf(lanes);
      lanes.forEach(lane -> lane.committed = committed.get(lane.partition));
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committedOf(Collection<Lane<K, V>> lanes) {
    Set<TopicPartition> partitions =
        Set.copyOf(lanes.stream().map(lane -> lane.partition).toList());
    try {
      return consumer.committed(partitions, LONGEST);
    } catch (WakeupException closing) {
      return consumer.committed(partitions, LONGEST);
    }
  }

  /**
   * Commits what has ended in these lanes since the last time. Where the group is being rebalanced
   * or its coordinator is not to be had, the next call does it.
   *
   * @throws IllegalStateException where somebody else commits for this group
   */
  void commit(Collection<Lane<K, V>> lanes) {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    List<Lane<K, V>> behind = new ArrayList<>();
    for (Lane<K, V> lane : lanes) {
      OffsetAndMetadata finished = lane.finished();
      if (finished != null
          && (lane.committed == null || lane.committed.offset() != finished.offset())) {
        due.put(lane.partition, finished);
        behind.add(lane);
      }
    }
    if (due.isEmpty() || shared) {
      return;
    }
    try {
      if (audited) {
        audit(behind);
      }
      for (Lane<K, V> lane : behind) {
        lane.tried = offsetOf(due.get(lane.partition));
      }
      commitSync(due);
      behind.forEach(lane -> lane.committed = due.get(lane.partition));
      failing = false;
    } catch (RebalanceInProgressException again) {
      LOGGER.debug("commit of {} waits for the rebalance", due);
    } catch (CommitFailedException | RetriableException notNow) {
      if (!failing) {
        failing = true;
        LOGGER.warn(
            "commit of {} failed; it is tried again while the partitions are assigned, else their"
                + " new owner handles the records again",
            due,
            notNow);
      }
    }
  }

  private static long offsetOf(@Nullable OffsetAndMetadata position) {
    return position == null ? -1 : position.offset();
  }

  private void commitSync(Map<TopicPartition, OffsetAndMetadata> due) {
    try {
      consumer.commitSync(due, LONGEST);
    } catch (WakeupException closing) { // it was meant for a poll
      consumer.commitSync(due, LONGEST);
    }
  }

  private void audit(List<Lane<K, V>> lanes) {
    Map<TopicPartition, OffsetAndMetadata> committed = committedOf(lanes);
    for (Lane<K, V> lane : lanes) {
      long seen = offsetOf(committed.get(lane.partition));
      if (seen > Math.max(offsetOf(lane.committed), lane.tried)) {
        shared = true;
        throw new IllegalStateException(
            "offset "
                + seen
                + " of "
                + lane.partition
                + " was committed by somebody else, so records may be lost; expected a consumer with"
                + " enable.auto.commit=false that nobody else uses");
      }
    }
  }
}
