package dev.backstop.kafka;

import dev.backstop.ErrorCategories;
import dev.backstop.observe.Mistakes;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link BackstopConsumer}. Mistakes are gathered and told all at once by {@link
 * #build}.
 *
 * <p>Not thread-safe.
 *
 * @param <K> the keys of the records
 * @param <V> the values of the records
 */
public final class BackstopConsumerBuilder<K, V> {
  private static final int MOST_IN_BATCH = 500;

  private final Mistakes mistakes = new Mistakes();
  private final @Nullable Map<String, Object> configuration;
  private final @Nullable Deserializer<K> keys;
  private final @Nullable Deserializer<V> values;
  private final @Nullable Consumer<K, V> given;
  private final Set<String> topics = new LinkedHashSet<>();
  private @Nullable Pattern pattern;
  private @Nullable RecordHandler<K, V> handler;
  private @Nullable BatchHandler<K, V> batchHandler;
  private int mostInBatch = MOST_IN_BATCH;
  private Retry retry = Retry.upTo(3);
  private @Nullable DeadLetters<K, V> deadLetters;
  private final Map<Class<?>, String> categories = new HashMap<>();
  private Duration recordDeadline = Duration.ZERO;
  private int concurrency = 1;
  private Duration grace = Duration.ofSeconds(5);
  private Duration giveUp = Duration.ofSeconds(5);
  private @Nullable OpenTelemetry openTelemetry;
  private final List<java.util.function.Consumer<? super RecordEnd>> listeners = new ArrayList<>();
  private final List<java.util.function.Consumer<? super Throwable>> fatalListeners =
      new ArrayList<>();

  BackstopConsumerBuilder(
      @Nullable Map<String, ?> configuration,
      @Nullable Deserializer<K> keys,
      @Nullable Deserializer<V> values,
      @Nullable Consumer<K, V> given) {
    this.configuration = configuration == null ? null : new HashMap<>(configuration);
    this.keys = keys;
    this.values = values;
    this.given = given;
    if (configuration == null) {
      mistakes.given(given, "builder(configuration)", "give that of the Kafka consumer");
    }
  }

  /**
   * Names topics; a further call adds.
   *
   * @param names not blank
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> topics(String... names) {
    for (String name : names) {
      if (mistakes.given(name, "topics(names)", "name a topic")
          && mistakes.holds(!name.isBlank(), "topics(\"\"): a topic has a name")) {
        topics.add(name);
      }
    }
    return this;
  }

  /**
   * Reads every topic whose name matches, also those that are made later; let it match no
   * dead-letter topic, whose records would be handled as any other.
   *
   * @param matching the whole name; not together with names
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> topics(Pattern matching) {
    if (mistakes.given(matching, "topics(pattern)", "give one, or names")) {
      pattern = matching;
    }
    return this;
  }

  /**
   * Sets what handles each record.
   *
   * @param ofRecords called on the threads of the consumer, for one partition never twice at a time
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> handler(RecordHandler<K, V> ofRecords) {
    if (mistakes.given(ofRecords, "handler(handler)", "say what is done with a record")) {
      handler = ofRecords;
    }
    return this;
  }

  /**
   * Sets what handles records of one partition together, as they were fetched; in place of {@link
   * #handler}. The batch is one unit: one span with a link to each producer, one outcome.
   *
   * @param most how many at once, at least 1; not more than {@code max.poll.records} ever come
   * @param ofBatches called on the threads of the consumer, for one partition never twice at a time
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> batchHandler(int most, BatchHandler<K, V> ofBatches) {
    if (mistakes.given(ofBatches, "batchHandler(most, handler)", "say what is done with a batch")
        && mistakes.holds(most >= 1, "batchHandler(" + most + "): expected at least 1 record")) {
      batchHandler = ofBatches;
      mostInBatch = most;
    }
    return this;
  }

  /**
   * Sets how a record that failed is tried again; the default is {@code Retry.upTo(3)}.
   *
   * @param policy for the single record as for the batch
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> retry(Retry policy) {
    if (mistakes.given(policy, "retry(policy)", "leave the call out for three attempts")) {
      retry = policy;
    }
    return this;
  }

  /**
   * Sets where records go that failed for good. Without it their partition stops in front of them,
   * and the others go on: {@link BackstopConsumer#stoppedPartitions}.
   *
   * @param letters where they are written
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> deadLetters(DeadLetters<K, V> letters) {
    if (mistakes.given(letters, "deadLetters(letters)", "leave the call out to stop")) {
      deadLetters = letters;
    }
    return this;
  }

  /**
   * Names the category of errors of a type, and of its subclasses that have none of their own:
   * {@link dev.backstop.outcome.Outcome#errorCategory}. It goes before the categories that Backstop
   * knows by itself, which are those of an exchange.
   *
   * @param type the errors that are of it
   * @param word lower case, at most 40 characters: it becomes a tag
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> errorCategory(Class<? extends Throwable> type, String word) {
    if (mistakes.given(type, "errorCategory(type, word)", "name a type")
        && mistakes.given(word, "errorCategory(type, word)", "name a word")
        && mistakes.holds(
            ErrorCategories.isWord(word),
            "errorCategory("
                + type.getName()
                + ", \""
                + word
                + "\"): expected a word as \"db_timeout\", lower case, at most 40 characters, since"
                + " it becomes a tag")) {
      mistakes.holds(
          categories.putIfAbsent(type, word) == null,
          "errorCategory(" + type.getName() + ") was called twice: keep one");
    }
    return this;
  }

  /**
   * Cancels a unit whose handler has not returned after so long; by default none is.
   *
   * @param longest positive; counted from the beginning of the attempt
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> recordDeadline(Duration longest) {
    if (isPositive(longest, "recordDeadline", "no deadline")) {
      recordDeadline = longest;
    }
    return this;
  }

  /**
   * Sets how many partitions are handled at the same time, each in its own order; the default is 1.
   *
   * @param partitions 1 or more
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> concurrency(int partitions) {
    if (mistakes.holds(
        partitions >= 1, "concurrency(" + partitions + "): expected at least 1 partition")) {
      concurrency = partitions;
    }
    return this;
  }

  /**
   * Sets how long an open record may take to end by itself when its partition is revoked, before it
   * is cancelled; the default is 5 seconds. Together with {@link #giveUp} it stays below the
   * consumer's {@code max.poll.interval.ms}.
   *
   * @param longest zero or more
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> grace(Duration longest) {
    if (mistakes.given(longest, "grace(duration)", "leave the call out for 5 seconds")
        && mistakes.holds(
            !longest.isNegative(), "grace(" + longest + "): expected none below zero")) {
      grace = longest;
    }
    return this;
  }

  /**
   * Sets how long a record that was cancelled may take to end, before its partition goes without
   * it; the default is 5 seconds.
   *
   * @param longest positive
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> giveUp(Duration longest) {
    if (isPositive(longest, "giveUp", "5 seconds")) {
      giveUp = longest;
    }
    return this;
  }

  private boolean isPositive(@Nullable Duration duration, String call, String usual) {
    if (duration != null && (duration.isZero() || duration.isNegative())) {
      return mistakes.holds(
          false, call + "(" + duration + "): expected a positive duration, usual is " + usual);
    }
    return mistakes.given(duration, call + "(duration)", "leave the call out for " + usual);
  }

  /**
   * Makes a CONSUMER span of each unit, within the trace of its producer.
   *
   * @param telemetry gives the tracer and the propagators
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> openTelemetry(OpenTelemetry telemetry) {
    if (mistakes.given(telemetry, "openTelemetry(telemetry)", "leave the call out")) {
      openTelemetry = telemetry;
    }
    return this;
  }

  /**
   * Times units, {@code backstop.kafka.records} by topic, outcome and category of the error.
   *
   * @param registry where the timers go
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> metrics(MeterRegistry registry) {
    if (mistakes.given(registry, "metrics(registry)", "leave the call out")) {
      listeners.add(new RecordMetrics(registry));
    }
    return this;
  }

  /**
   * Adds a listener to the end of each unit, on the thread that handled it.
   *
   * @param listener thread-safe; quick, since the partition waits for it
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> onRecord(
      java.util.function.Consumer<? super RecordEnd> listener) {
    if (mistakes.given(listener, "onRecord(listener)", "leave the call out")) {
      listeners.add(listener);
    }
    return this;
  }

  /**
   * Adds a listener to the error that ends the consumer, if one does; called once, last.
   *
   * @param listener called on the thread that polls
   * @return this builder
   */
  public BackstopConsumerBuilder<K, V> onFatal(
      java.util.function.Consumer<? super Throwable> listener) {
    if (mistakes.given(listener, "onFatal(listener)", "leave the call out")) {
      fatalListeners.add(listener);
    }
    return this;
  }

  /**
   * {@return the consumer, which does nothing before {@link BackstopConsumer#run} or {@link
   * BackstopConsumer#start}}
   *
   * @throws IllegalStateException with every mistake in the configuration and its remedy
   * @throws org.apache.kafka.common.KafkaException where Kafka refuses its part of it
   */
  public BackstopConsumer<K, V> build() {
    mistakes.holds(
        handler != null || batchHandler != null,
        "there is no handler: call handler(..) or batchHandler(..)");
    mistakes.holds(
        handler == null || batchHandler == null,
        "handler(..) and batchHandler(..) were called: keep one");
    mistakes.holds(!topics.isEmpty() || pattern != null, "there are no topics: call topics(names)");
    mistakes.holds(
        topics.isEmpty() || pattern == null, "topics(names) and topics(pattern): keep one");
    String group = given == null ? configuredGroup() : groupOf(given);
    if (configuration != null) {
      checkAutoCommit(configuration);
    }
    mistakes.refuse("the Kafka consumer");
    Consumer<K, V> consumer = given == null ? made() : given;
    return new BackstopConsumer<>(this, consumer, group);
  }

  private String configuredGroup() {
    Object group = configuration == null ? null : configuration.get(ConsumerConfig.GROUP_ID_CONFIG);
    String name = group == null ? "" : group.toString();
    mistakes.holds(!name.isBlank(), "group.id is missing: offsets are committed for a group");
    return name;
  }

  private String groupOf(Consumer<K, V> consumer) {
    try {
      mistakes.holds(
          consumer.subscription().isEmpty() && consumer.assignment().isEmpty(),
          "the consumer is subscribed to "
              + consumer.subscription()
              + " already: leave that to topics(..), which listens to rebalances");
      String group = consumer.groupMetadata().groupId();
      return group == null ? "" : group;
    } catch (InvalidGroupIdException none) {
      mistakes.holds(false, "the consumer has no group.id: offsets are committed for a group");
      return "";
    }
  }

  /** Kafka's default is true: what is left out is set, what is said is not overruled. */
  private void checkAutoCommit(Map<String, Object> all) {
    Object auto = all.putIfAbsent(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    boolean isOff =
        auto == null || auto.toString().strip().toLowerCase(Locale.ROOT).equals("false");
    mistakes.holds(
        isOff,
        "enable.auto.commit is "
            + auto
            + ": expected false, since Kafka would commit offsets of records that have not ended;"
            + " leave it out");
  }

  private Consumer<K, V> made() {
    Map<String, Object> all = configuration == null ? Map.of() : configuration;
    return keys == null ? new KafkaConsumer<>(all) : new KafkaConsumer<>(all, keys, values);
  }

  boolean isGiven() {
    return given != null;
  }

  BiConsumer<Consumer<K, V>, ConsumerRebalanceListener> subscription() {
    Pattern matching = pattern;
    List<String> names = List.copyOf(topics);
    return matching == null
        ? (consumer, listener) -> consumer.subscribe(names, listener)
        : (consumer, listener) -> consumer.subscribe(matching, listener);
  }

  Telemetry telemetry(String group) {
    OpenTelemetry telemetry = openTelemetry;
    return telemetry == null ? Telemetry.NONE : new ConsumerTracing(telemetry, group);
  }

  List<java.util.function.Consumer<? super RecordEnd>> listeners() {
    return List.copyOf(listeners);
  }

  List<java.util.function.Consumer<? super Throwable>> fatalListeners() {
    return List.copyOf(fatalListeners);
  }

  Settings<K, V> settings() {
    return new Settings<>(
        handler,
        batchHandler,
        mostInBatch,
        retry,
        deadLetters,
        new ErrorCategories(categories),
        nanos(recordDeadline),
        concurrency,
        nanos(grace),
        nanos(giveUp));
  }

  private static long nanos(Duration duration) {
    Duration longest = Duration.ofDays(1);
    return (duration.compareTo(longest) < 0 ? duration : longest).toNanos();
  }
}
