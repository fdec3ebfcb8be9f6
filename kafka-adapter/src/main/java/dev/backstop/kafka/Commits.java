package dev.backstop.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what has ended, and nothing else; on the thread that polls. */
final class Commits<K, V> {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Consumer<K, V> consumer;
  private boolean failing; // one warning until it works again

  Commits(Consumer<K, V> consumer) {
    this.consumer = consumer;
  }

  /**
   * Commits what has ended in these lanes since the last time. Where the group is being rebalanced
   * or its coordinator is not to be had, the next call does it.
   */
  void commit(Collection<Lane<K, V>> lanes) {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    List<Lane<K, V>> behind = new ArrayList<>();
    for (Lane<K, V> lane : lanes) {
      OffsetAndMetadata finished = lane.finished();
      if (finished != null && !finished.equals(lane.committed)) {
        due.put(lane.partition, finished);
        behind.add(lane);
      }
    }
    if (due.isEmpty()) {
      return;
    }
    try {
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

  private void commitSync(Map<TopicPartition, OffsetAndMetadata> due) {
    boolean woken = false;
    boolean done = false;
    while (!done) {
      try {
        consumer.commitSync(due, LONGEST);
        done = true;
      } catch (WakeupException meantForAPoll) {
        woken = true;
      }
    }
    if (woken) {
      consumer.wakeup();
    }
  }
}
