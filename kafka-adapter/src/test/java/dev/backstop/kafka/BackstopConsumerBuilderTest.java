package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a consumer is made of, and what is refused. */
class BackstopConsumerBuilderTest {
  private static final Map<String, Object> MINIMAL =
      Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1", "group.id", "orders");

  @ParameterizedTest
  @ValueSource(strings = {"true", " TRUE ", "yes", ""})
  void autoCommit_thatIsNotFalse_isRefused(String value) {
    Map<String, Object> configuration = new java.util.HashMap<>(MINIMAL);
    configuration.put("enable.auto.commit", value);

    assertThatThrownBy(
            () ->
                BackstopConsumer.<String, String>builder(configuration)
                    .topics("orders")
                    .handler((record, unit) -> {})
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("enable.auto.commit is " + value + ": expected false")
        .hasMessageContaining("leave it out");
  }

  @Test
  void properties_withDefaultsOfTheirOwn_areReadAsTheMap() {
    Properties defaults = new Properties();
    defaults.setProperty("enable.auto.commit", "true");
    Properties configuration = new Properties(defaults);
    configuration.putAll(MINIMAL);

    assertThatThrownBy(
            () ->
                BackstopConsumer.<String, String>builder(configuration)
                    .topics("orders")
                    .handler((record, unit) -> {})
                    .build())
        .hasMessageContaining("enable.auto.commit is true: expected false")
        .hasMessageNotContaining("group.id");
    configuration.put(1, "one");
    assertThatThrownBy(() -> BackstopConsumer.builder(configuration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key 1 of the configuration is no string: give names of properties");
  }

  @Test
  void build_tellsEveryMistakeAtOnce() {
    assertThatThrownBy(
            () ->
                BackstopConsumer.<String, String>builder(
                        Map.of("bootstrap.servers", "localhost:1", "enable.auto.commit", true))
                    .topics(" ")
                    .concurrency(0)
                    .recordDeadline(Duration.ZERO)
                    .giveUp(Duration.ofSeconds(-1))
                    .errorCategory(IllegalStateException.class, "Not a word")
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("enable.auto.commit is true")
        .hasMessageContaining("group.id is missing")
        .hasMessageContaining("there is no handler")
        .hasMessageContaining("there are no topics")
        .hasMessageContaining("concurrency(0)")
        .hasMessageContaining("recordDeadline(PT0S)")
        .hasMessageContaining("giveUp(PT-1S)")
        .hasMessageContaining("Not a word");
    assertThatThrownBy(
            () ->
                BackstopConsumer.<String, String>builder(MINIMAL)
                    .topics("orders")
                    .topics(Pattern.compile("orders.*"))
                    .handler((record, unit) -> {})
                    .batchHandler(5, (records, unit) -> {})
                    .build())
        .hasMessageContaining("topics(names) and topics(pattern): keep one")
        .hasMessageContaining("handler(..) and batchHandler(..) were called: keep one");
    assertThatThrownBy(() -> Retry.upTo(0)).hasMessageContaining("upTo(0)");
    assertThatThrownBy(() -> Retry.none().backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("backoff(PT2S, PT1S)");
  }

  @Test
  void retry_pausesDoubleUpToTheLongest_andNeverOverflow() {
    Retry retry = Retry.upTo(1000).backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    assertThat(retry.pauseNanosAfter(1)).isEqualTo(100_000_000L);
    assertThat(retry.pauseNanosAfter(2)).isEqualTo(200_000_000L);
    assertThat(retry.pauseNanosAfter(4)).isEqualTo(800_000_000L);
    assertThat(retry.pauseNanosAfter(5)).isEqualTo(1_000_000_000L);
    assertThat(retry.pauseNanosAfter(999)).isEqualTo(1_000_000_000L);
    assertThat(Retry.upTo(9).backoff(Duration.ZERO, Duration.ZERO).pauseNanosAfter(8)).isZero();
    Retry picky = retry.except(IllegalStateException.class).exceptCategories("security");
    assertThat(picky.goesOnAfter(1, new IllegalStateException(), "other")).isFalse();
    assertThat(picky.goesOnAfter(1, new SecurityException(), "security")).isFalse();
    assertThat(picky.goesOnAfter(1, new RuntimeException(), "other")).isTrue();
    assertThat(picky.goesOnAfter(1000, new RuntimeException(), "other")).isFalse();
  }

  @Test
  void given_consumerWithoutAutoCommit_isServed() {
    List<String> handled = new CopyOnWriteArrayList<>();
    try (Site site = new Site("given", 1)) {
      Map<String, Object> all = site.broker.consumerConfiguration(site.group);
      all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      try (BackstopConsumer<String, String> consumer =
          BackstopConsumer.builder(new KafkaConsumer<String, String>(all))
              .topics(Pattern.compile(site.topic + ".*"))
              .handler((record, unit) -> handled.add(record.value()))
              .build()
              .start()) {
        site.send("a");
        site.awaitCommitted(1);
        site.send("b");
        site.awaitCommitted(2);
        assertThat(consumer.isHealthy()).isTrue();
        assertThat(handled).containsExactly("a", "b");
      }
    }
  }

  @Test
  void given_consumerThatCommitsByItself_partitionThatStopped_isNotCommittedBeyond() {
    List<String> tried = new CopyOnWriteArrayList<>();
    try (Site site = new Site("auto", 1);
        KafkaConsumer<String, String> kafkas = committing(site, 50, "classic")) {
      try (BackstopConsumer<String, String> consumer =
          BackstopConsumer.builder(kafkas)
              .topics(site.topic)
              .retry(Retry.none())
              .handler(
                  (record, unit) -> {
                    tried.add(record.value());
                    if (record.value().equals("b")) {
                      throw new IllegalStateException("stops");
                    }
                  })
              .build()) {
        site.send("a", "b", "c", "d");
        consumer.start();
        await().until(() -> !consumer.stoppedPartitions().isEmpty());
        double before = commitsOf(kafkas);
        await().until(() -> commitsOf(kafkas) >= before + 3); // Kafka's own

        assertThat(site.committed()).isEqualTo(1);
        assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
      }
      assertThat(site.committed()).isEqualTo(1);
      assertThat(tried).containsExactly("a", "b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void given_consumerThatCommitsByItself_closedWithRecordsAtHand_losesNone(String protocol)
      throws Exception {
    List<String> handled = new CopyOnWriteArrayList<>();
    CountDownLatch open = new CountDownLatch(1);
    AtomicReference<BackstopConsumer<String, String>> first = new AtomicReference<>();
    try (Site site = new Site("auto-close", 1)) {
      RecordHandler<String, String> handler =
          (record, unit) -> {
            handled.add(record.value());
            if (record.value().equals("c")) {
              open.countDown();
              await().until(() -> first.get().state() != ConsumerState.RUNNING);
            }
          };
      site.send("a", "b", "c", "d", "e");
      try (BackstopConsumer<String, String> consumer =
          BackstopConsumer.builder(committing(site, 60_000, protocol))
              .topics(site.topic)
              .handler(handler)
              .build()) {
        first.set(consumer);
        consumer.start();
        open.await();
      }
      assertThat(site.committed()).isEqualTo(3);

      try (BackstopConsumer<String, String> next =
          BackstopConsumer.builder(committing(site, 60_000, protocol))
              .topics(site.topic)
              .handler(handler)
              .build()
              .start()) {
        site.awaitCommitted(5);
        assertThat(next.isHealthy()).isTrue();
      }
      assertThat(handled).containsExactly("a", "b", "c", "d", "e");
    }
  }

  private static double commitsOf(KafkaConsumer<?, ?> consumer) {
    return consumer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("commit-total"))
        .mapToDouble(metric -> (double) metric.metricValue())
        .sum();
  }

  /** As a consumer is by Kafka's defaults. */
  private static KafkaConsumer<String, String> committing(
      Site site, int everyMillis, String protocol) {
    Map<String, Object> all = site.broker.consumerConfiguration(site.group);
    if (protocol.equals("consumer")) {
      all.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
      all.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    }
    all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, true);
    all.put(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, everyMillis);
    return new KafkaConsumer<>(all);
  }

  @Test
  void given_consumerThatIsSubscribedOrHasNoGroup_isRefused() {
    Broker broker = Broker.shared();
    try (KafkaConsumer<byte[], byte[]> subscribed = subscribed(broker);
        KafkaConsumer<byte[], byte[]> noGroup = broker.reader()) {
      assertThatThrownBy(
              () ->
                  BackstopConsumer.builder(subscribed)
                      .topics("orders")
                      .handler((record, unit) -> {})
                      .build())
          .hasMessageContaining("is subscribed to [other] already");
      assertThatThrownBy(
              () ->
                  BackstopConsumer.builder(noGroup)
                      .topics("orders")
                      .handler((record, unit) -> {})
                      .build())
          .hasMessageContaining("no group.id");
    }
  }

  private static KafkaConsumer<byte[], byte[]> subscribed(Broker broker) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            broker.consumerConfiguration("subscribed"),
            new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
            new org.apache.kafka.common.serialization.ByteArrayDeserializer());
    consumer.subscribe(List.of("other"));
    return consumer;
  }
}
