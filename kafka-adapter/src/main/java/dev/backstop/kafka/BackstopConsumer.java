package dev.backstop.kafka;

import dev.backstop.outcome.LoggedError;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka consumer that gives each record a unit of work of its own, and commits the offset of a
 * record only when that has ended.
 *
 * <pre>{@code
 * try (BackstopConsumer<String, String> consumer =
 *     BackstopConsumer.<String, String>builder(configuration)
 *         .topics("orders")
 *         .handler((record, unit) -> {
 *           Connection c = unit.cleanups().register("db", pool.getConnection(), Connection::close);
 *           insert(c, record.value());
 *         })
 *         .deadLetters(DeadLetters.to(producer, new StringSerializer(), new StringSerializer()))
 *         .openTelemetry(openTelemetry)
 *         .build()) {
 *   consumer.run();
 * }
 * }</pre>
 *
 * <ul>
 *   <li>The order is: the handler returns, the cleanups run (asynchronous ones are awaited up to
 *       their deadlines), the span ends, listeners are told, the offset may be committed.
 *   <li>Commits are synchronous, after each turn of the loop that polls, for all that ended by
 *       then: at-least-once, in order within each partition.
 *   <li>The offset of a record that failed, or a later one of its partition, is never committed
 *       before the record was handled or stands in the dead-letter topic.
 *   <li>Handlers run on threads of their own while one thread polls: a slow handler costs no
 *       membership, and learns by {@link RecordUnit#cancellation} that its partition goes.
 *   <li>At a rebalance, and at the end, open records have a grace to end by themselves, are
 *       cancelled then, and given up uncommitted where they do not heed that.
 * </ul>
 *
 * <p>Thread-safe, but for the Kafka consumer inside, which belongs to it alone.
 *
 * @param <K> the keys of the records
 * @param <V> the values of the records
 */
public final class BackstopConsumer<K, V> implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);

  private final Consumer<K, V> consumer;
  private final String name;
  private final PollLoop<K, V> loop;
  private final Lanes<K, V> lanes;
  private final Workers workers;
  private final List<java.util.function.Consumer<? super Throwable>> fatalListeners;
  private final long graceNanos;
  private final long giveUpNanos;
  private final AtomicReference<ConsumerState> state = new AtomicReference<>(ConsumerState.NEW);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread poller;

  BackstopConsumer(BackstopConsumerBuilder<K, V> builder, Consumer<K, V> consumer, String group) {
    this.consumer = consumer;
    this.name = "backstop-kafka-" + group;
    Settings<K, V> settings = builder.settings();
    this.workers = new Workers(name);
    Telemetry telemetry = builder.telemetry(group);
    RecordEnds ends = new RecordEnds(builder.listeners());
    this.lanes =
        new Lanes<>(
            new Attempts<>(settings, workers, telemetry, ends, group),
            workers,
            settings.concurrency(),
            settings.giveUpNanos());
    this.loop =
        new PollLoop<>(
            consumer, builder.subscription(), lanes, builder.isGiven(), settings.graceNanos());
    this.fatalListeners = builder.fatalListeners();
    this.graceNanos = settings.graceNanos();
    this.giveUpNanos = settings.giveUpNanos();
  }

  /**
   * {@return a builder of a consumer that Backstop makes, as {@code new KafkaConsumer<>} would}
   *
   * @param <K> the keys, as the deserializer makes them
   * @param <V> the values, as the deserializer makes them
   * @param configuration of the Kafka consumer, with {@code group.id} and both deserializers;
   *     {@code enable.auto.commit} is false where it is left out, and refused where it is true
   */
  public static <K, V> BackstopConsumerBuilder<K, V> builder(Map<String, ?> configuration) {
    return new BackstopConsumerBuilder<>(configuration, null, null, null);
  }

  /**
   * {@return a builder as {@link #builder(Map)}, of properties and of those that they default to}
   *
   * @param <K> the keys, as the deserializer makes them
   * @param <V> the values, as the deserializer makes them
   * @param configuration as for {@link #builder(Map)}
   * @throws IllegalArgumentException where a key is no string
   */
  public static <K, V> BackstopConsumerBuilder<K, V> builder(Properties configuration) {
    Map<String, Object> all = new HashMap<>();
    configuration
        .stringPropertyNames()
        .forEach(key -> all.put(key, configuration.getProperty(key)));
    configuration.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new IllegalArgumentException(
                "key " + key + " of the configuration is no string: give names of properties");
          }
          all.put(name, value);
        });
    return builder(all);
  }

  /**
   * {@return a builder of a consumer that Backstop makes, with deserializers that were made}
   *
   * @param <K> the keys
   * @param <V> the values
   * @param configuration as for {@link #builder(Map)}
   * @param keys closed with the consumer
   * @param values closed with the consumer
   */
  public static <K, V> BackstopConsumerBuilder<K, V> builder(
      Map<String, ?> configuration, Deserializer<K> keys, Deserializer<V> values) {
    return new BackstopConsumerBuilder<>(
        configuration,
        Objects.requireNonNull(keys, "deserializer of keys is null"),
        Objects.requireNonNull(values, "deserializer of values is null"),
        null);
  }

  /**
   * {@return a builder around a consumer that was made, has no subscription, and from now on is
   * nobody else's: it is closed at the end} It had best have {@code enable.auto.commit=false}. That
   * cannot be read of it, so its position is held back at the first record that has not ended:
   * where Kafka commits it by itself no record is lost.
   *
   * @param <K> the keys
   * @param <V> the values
   * @param consumer with a group, and without subscription
   */
  public static <K, V> BackstopConsumerBuilder<K, V> builder(Consumer<K, V> consumer) {
    return new BackstopConsumerBuilder<>(
        null, null, null, Objects.requireNonNull(consumer, "consumer is null"));
  }

  /**
   * Polls on this thread until {@link #close} is called, or this thread is interrupted, which gives
   * open records no grace.
   *
   * @throws KafkaConsumerFailedException where it ended by an error
   * @throws IllegalStateException where it was started or closed before
   */
  public void run() {
    begin(Thread.currentThread());
    poll();
    Throwable fatal = failure;
    if (fatal != null) {
      throw new KafkaConsumerFailedException(name + " has failed: " + fatal.getMessage(), fatal);
    }
  }

  /**
   * Polls on a thread of its own, which keeps the process alive until {@link #close}; an error that
   * ends it is logged, told to {@link BackstopConsumerBuilder#onFatal} and kept in {@link
   * #failure}.
   *
   * @return this
   * @throws IllegalStateException where it was started or closed before
   */
  public BackstopConsumer<K, V> start() {
    Thread thread = new Thread(this::poll, name);
    begin(thread);
    thread.start();
    return this;
  }

  private void begin(Thread thread) {
    if (!state.compareAndSet(ConsumerState.NEW, ConsumerState.RUNNING)) {
      throw new IllegalStateException(
          name + " is " + state.get() + "; expected NEW: build another consumer to start again");
    }
    poller = thread;
  }

  private void poll() {
    Throwable fatal = null;
    try {
      fatal = loop.run();
    } catch (Throwable t) {
      fatal = t;
    } finally {
      workers.close();
      failure = fatal;
      state.set(fatal == null ? ConsumerState.STOPPED : ConsumerState.FAILED);
      ended.countDown();
    }
    if (fatal != null) {
      LOGGER.error(
          "{} has failed and consumes no more; its partitions go to the rest of its group",
          name,
          LoggedError.of(fatal));
      for (java.util.function.Consumer<? super Throwable> listener : fatalListeners) {
        tell(listener, fatal);
      }
    }
  }

  private static void tell(
      java.util.function.Consumer<? super Throwable> listener, Throwable fatal) {
    try {
      listener.accept(fatal);
    } catch (Throwable t) {
      LOGGER.warn("a listener failed", LoggedError.of(t));
    }
  }

  /** Closes it as {@link #close(Duration)}, with the grace that was set for rebalances. */
  @Override
  public void close() {
    close(Duration.ofNanos(graceNanos));
  }

  /**
   * Ends it: no further record is begun, the open ones have so long to end, are cancelled then,
   * what has ended is committed, and the Kafka consumer leaves its group and is closed. It returns
   * when that is done; a call from a handler, or from a listener, asks for it and returns at once.
   * A second call waits for the first.
   *
   * @param timeout not negative
   */
  public void close(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "close(" + timeout + "): expected a duration that is not negative");
    }
    if (state.compareAndSet(ConsumerState.NEW, ConsumerState.STOPPED)) {
      workers.close();
      consumer.close();
      ended.countDown();
      return;
    }
    state.compareAndSet(ConsumerState.RUNNING, ConsumerState.STOPPING);
    loop.close(nanos(timeout));
    if (!workers.isMine() && Thread.currentThread() != poller) {
      awaitEnd(timeout);
    }
  }

  private static long nanos(Duration timeout) {
    Duration longest = Duration.ofDays(1);
    return (timeout.compareTo(longest) < 0 ? timeout : longest).toNanos();
  }

  private void awaitEnd(Duration timeout) {
    // The last commit and the goodbye to the broker have their own limits.
    long rest = TimeUnit.SECONDS.toNanos(30) + giveUpNanos;
    try {
      if (!ended.await(nanos(timeout) + rest, TimeUnit.NANOSECONDS)) {
        LOGGER.warn("{} has not ended {} after close({})", name, Duration.ofNanos(rest), timeout);
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return where it is in its life} */
  public ConsumerState state() {
    return Objects.requireNonNull(state.get());
  }

  /** {@return the error that ended it, or null} */
  public @Nullable Throwable failure() {
    return failure;
  }

  /**
   * {@return the assigned partitions that have stopped in front of a record, with what stopped
   * them}
   */
  public Map<TopicPartition, Throwable> stoppedPartitions() {
    return lanes.stopped();
  }

  /** {@return whether it runs and no partition has stopped; for a health check} */
  public boolean isHealthy() {
    return state.get() == ConsumerState.RUNNING && lanes.stopped().isEmpty();
  }

  /**
   * Lets the partitions that have stopped go on, with the record that stopped them: when what was
   * in its way is mended.
   */
  public void retryStopped() {
    if (state.get() == ConsumerState.RUNNING && !lanes.stopped().isEmpty()) {
      loop.goOn();
    }
  }
}
