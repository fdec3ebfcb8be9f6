package dev.backstop.kafka;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares, again and again on a thread of its own, what the broker says is committed with what the
 * database and the dead-letter topic say was done. The offsets are read first: whatever is
 * committed then must have been done before.
 */
final class OffsetOracle {
  /** Returns the offsets of a partition that were dead-lettered. */
  interface DeadOffsets {
    Set<Long> of(int partition);
  }

  private final String group;
  private final String topic;
  private final DeadOffsets dead;
  private final Set<String> violations = new TreeSet<>();
  private final Thread thread = new Thread(this::watch, "offset-oracle");
  private volatile boolean closed;
  private volatile Throwable fault;
  private int samples;
  private int moves;
  private Map<TopicPartition, OffsetAndMetadata> last = Map.of();

  OffsetOracle(String group, String topic, DeadOffsets dead) {
    this.group = group;
    this.topic = topic;
    this.dead = dead;
    thread.start();
  }

  private void watch() {
    try (HandledTable table = new HandledTable(HandledTable.url())) {
      boolean again = true;
      while (again) {
        again = !closed; // one more after the end
        sample(table);
        LockSupport.parkNanos(1_000_000); // it must not starve what it watches
      }
    } catch (Throwable t) {
      fault = t;
    }
  }

  private void sample(HandledTable table) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed = Broker.shared().committed(group);
    samples++;
    if (committed.equals(last)) {
      return;
    }
    last = committed;
    moves++;
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
      if (entry.getValue() == null) {
        continue;
      }
      long limit = entry.getValue().offset();
      int partition = entry.getKey().partition();
      Set<Long> done = new HashSet<>(table.offsetsBelow(topic, partition, limit));
      done.addAll(dead.of(partition));
      for (long offset = 0; offset < limit; offset++) {
        if (!done.contains(offset)) {
          violations.add(entry.getKey() + " committed " + limit + ", not done: " + offset);
        }
      }
    }
  }

  /** Takes a last sample, and returns what was wrong in any. */
  Set<String> violations() throws InterruptedException {
    stop();
    if (fault != null) {
      throw new AssertionError("the oracle failed", fault);
    }
    return violations;
  }

  int samples() {
    return samples;
  }

  /** Returns at how many samples the offsets had moved. */
  int moves() {
    return moves;
  }

  void stop() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
