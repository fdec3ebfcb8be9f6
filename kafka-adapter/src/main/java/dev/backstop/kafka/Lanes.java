package dev.backstop.kafka;

import dev.backstop.cancellation.CancelReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The assigned partitions. Changed on the thread that polls alone; read by any. */
final class Lanes<K, V> {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);

  private final Map<TopicPartition, Lane<K, V>> all = new ConcurrentHashMap<>();
  private final Attempts<K, V> attempts;
  private final Workers workers;
  private final int concurrency;
  private final long giveUpNanos;
  private int running;
  private long turns;

  Lanes(Attempts<K, V> attempts, Workers workers, int concurrency, long giveUpNanos) {
    this.attempts = attempts;
    this.workers = workers;
    this.concurrency = concurrency;
    this.giveUpNanos = giveUpNanos;
  }

  Collection<Lane<K, V>> all() {
    return all.values();
  }

  @Nullable Lane<K, V> of(TopicPartition partition) {
    return all.get(partition);
  }

  List<Lane<K, V>> of(Collection<TopicPartition> partitions) {
    List<Lane<K, V>> some = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      Lane<K, V> lane = all.get(partition);
      if (lane != null) {
        some.add(lane);
      }
    }
    return some;
  }

  void add(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      all.put(partition, new Lane<>(partition));
    }
  }

  void remove(Collection<Lane<K, V>> lanes) {
    for (Lane<K, V> lane : lanes) {
      if (lane.run != null) {
        lane.run = null; // given up: its worker is its own
        running--;
      }
      all.remove(lane.partition, lane);
    }
  }

  boolean isAnyRunning() {
    return running > 0;
  }

  boolean hasRoom() {
    return running < concurrency;
  }

  /** Gives workers to the lanes that are ready, the one that has waited longest first. */
  void dispatch(Consumer<LaneRun<K, V>> whenOver) {
    if (!hasRoom()) {
      return;
    }
    long now = System.nanoTime();
    List<Lane<K, V>> ready = new ArrayList<>();
    for (Lane<K, V> lane : all.values()) {
      if (lane.isReady(now)) {
        ready.add(lane);
      }
    }
    ready.sort(Comparator.comparingLong(lane -> lane.turn));
    for (Lane<K, V> lane : ready) {
      if (!hasRoom()) {
        return;
      }
      LaneRun<K, V> run = new LaneRun<>(lane, attempts, workers, whenOver);
      lane.run = run;
      lane.turn = ++turns;
      running++;
      workers.execute(run);
    }
  }

  /** A run is over; nothing where its lane was given up before. */
  void over(LaneRun<K, V> run) {
    if (run.lane.run == run) {
      run.lane.run = null;
      running--;
    }
  }

  long shortestWaitNanos() {
    long now = System.nanoTime();
    long shortest = Long.MAX_VALUE;
    for (Lane<K, V> lane : all.values()) {
      shortest = Math.min(shortest, lane.waitNanos(now));
    }
    return shortest;
  }

  /**
   * Ends what is open in lanes that go: nothing more is begun, what runs has so long to end by
   * itself, is cancelled then, and given up where that does not help.
   *
   * @return whether this thread was interrupted meanwhile, which cuts the first wait short
   */
  boolean leave(Collection<Lane<K, V>> lanes, long graceNanos, CancelReason reason) {
    lanes.forEach(Lane::leave);
    boolean interrupted = await(lanes, graceNanos);
    Collection<Lane<K, V>> open = stillOpen(lanes);
    if (open.isEmpty()) {
      return interrupted;
    }
    for (Lane<K, V> lane : open) {
      if (lane.run != null) {
        lane.run.cancel(reason);
      }
    }
    interrupted |= await(open, giveUpNanos);
    for (Lane<K, V> lane : stillOpen(open)) {
      LOGGER.error(
          "a record of {} did not end though it was cancelled ({}); it is given up uncommitted, and"
              + " will be handled again: let its handler heed unit.cancellation()",
          lane.partition,
          reason);
    }
    return interrupted;
  }

  private static <K, V> Collection<Lane<K, V>> stillOpen(Collection<Lane<K, V>> lanes) {
    List<Lane<K, V>> open = new ArrayList<>();
    for (Lane<K, V> lane : lanes) {
      if (lane.run != null && !lane.run.isOver()) {
        open.add(lane);
      }
    }
    return open;
  }

  private static <K, V> boolean await(Collection<Lane<K, V>> lanes, long nanos) {
    long until = System.nanoTime() + nanos;
    try {
      for (Lane<K, V> lane : lanes) {
        if (lane.run != null && !lane.run.awaitOver(until)) {
          return false; // the time is over for the others too
        }
      }
      return false;
    } catch (InterruptedException hurry) {
      return true;
    }
  }

  Map<TopicPartition, Throwable> stopped() {
    Map<TopicPartition, Throwable> stopped =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    Map<TopicPartition, Lane<K, V>> seen = new HashMap<>(all);
    seen.forEach(
        (partition, lane) -> {
          Throwable cause = lane.stoppedBy();
          if (cause != null) {
            stopped.put(partition, cause);
          }
        });
    return stopped;
  }
}
