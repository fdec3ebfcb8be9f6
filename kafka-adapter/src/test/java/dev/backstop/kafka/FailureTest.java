package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.outcome.Ending;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What becomes of a record whose handler fails, on a real broker. */
class FailureTest {
  private static final Retry AT_ONCE = Retry.upTo(3).backoff(Duration.ZERO, Duration.ZERO);

  private static DeadLetters<String, String> letters(KafkaProducer<byte[], byte[]> producer) {
    return DeadLetters.to(producer, new StringSerializer(), new StringSerializer());
  }

  @Test
  void record_thatSucceedsAtTheThirdAttempt_isCommittedOnlyThen() {
    List<Long> committedBefore = new CopyOnWriteArrayList<>();
    List<String> handled = new CopyOnWriteArrayList<>();
    try (Site site = new Site("retried", 1);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(Retry.upTo(5).backoff(Duration.ofMillis(50), Duration.ofSeconds(1)))
                .handler(
                    (record, unit) -> {
                      handled.add(record.value() + unit.attempt());
                      committedBefore.add(site.committed());
                      if (record.value().equals("b") && unit.attempt() < 3) {
                        throw new CompletionException(new SQLTimeoutException("slow"));
                      }
                    })
                .build()
                .start()) {
      site.send("a", "b", "c");
      site.awaitCommitted(3);
      assertThat(consumer.isHealthy()).isTrue();

      assertThat(handled).containsExactly("a1", "b1", "b2", "b3", "c1");
      assertThat(committedBefore).allMatch(offset -> offset <= 2);
      assertThat(committedBefore.subList(0, 4)).as("b was not handled").allMatch(o -> o <= 1);
      assertThat(site.ends)
          .extracting(RecordEnd::disposition)
          .containsExactly(
              Disposition.HANDLED,
              Disposition.RETRIED,
              Disposition.RETRIED,
              Disposition.HANDLED,
              Disposition.HANDLED);
      assertThat(site.ends.get(1).outcome().errorType())
          .isEqualTo(SQLTimeoutException.class.getName());
      assertThat(site.ends.get(1).outcome().errorCategory()).isEqualTo("db_timeout");
      assertThat(site.ends.get(1).outcome().failed()).isTrue();
      assertThat(site.ends.get(1).outcome().ending()).isEqualTo(Ending.COMPLETED);
      SpanData failed = site.spans.ended().get(1);
      assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
      assertThat(failed.getEvents()).singleElement().extracting("name").isEqualTo("exception");
      assertThat(Spans.attribute(failed, "error.type"))
          .isEqualTo(SQLTimeoutException.class.getName());
      assertThat(Spans.attribute(failed, "backstop.kafka.disposition")).isEqualTo("retried");
      assertThat(String.valueOf(Spans.attribute(failed, "backstop.error.origin")))
          .contains("FailureTest");
      assertThat(Spans.attribute(site.spans.ended().get(3), "backstop.kafka.attempt"))
          .isEqualTo(3L);
    }
  }

  @Test
  void record_thatFailsForGood_standsInTheDeadLetterTopicBeforeItIsCommitted() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (Site site = new Site("dead", 1);
        KafkaProducer<byte[], byte[]> producer = site.broker.bytesProducer(Map.of());
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(AT_ONCE)
                .metrics(meters)
                .errorCategory(IllegalStateException.class, "bad_order")
                .deadLetters(letters(producer))
                .handler(
                    (record, unit) -> {
                      if (record.value().equals("bad")) {
                        throw new IllegalStateException("line\nbreak");
                      }
                    })
                .build()) {
      String target = site.topic + ".dlt";
      site.broker.create(target, 1);
      consumer.start();
      ProducerRecord<String, String> bad = new ProducerRecord<>(site.topic, 0, 77L, "k", "bad");
      bad.headers().add("mine", "own".getBytes(StandardCharsets.UTF_8));
      bad.headers().add("backstop.dlt.topic", "older".getBytes(StandardCharsets.UTF_8));
      site.send("good");
      Span sent = site.send(bad);
      site.send("good");
      site.awaitCommitted(3);

      ConsumerRecord<byte[], byte[]> letter = site.read(target, 1).get(0);
      assertThat(letter.key()).asString().isEqualTo("k");
      assertThat(letter.value()).asString().isEqualTo("bad");
      assertThat(letter.timestamp()).isEqualTo(77);
      assertThat(Site.header(letter, "mine")).isEqualTo("own");
      assertThat(Site.header(letter, "traceparent")).contains(sent.getSpanContext().getTraceId());
      assertThat(letter.headers().headers("backstop.dlt.topic")).hasSize(1);
      assertThat(Site.header(letter, "backstop.dlt.topic")).isEqualTo(site.topic);
      assertThat(Site.header(letter, "backstop.dlt.partition")).isEqualTo("0");
      assertThat(Site.header(letter, "backstop.dlt.offset")).isEqualTo("1");
      assertThat(Site.header(letter, "backstop.dlt.timestamp")).isEqualTo("77");
      assertThat(Site.header(letter, "backstop.dlt.group")).isEqualTo(site.group);
      assertThat(Site.header(letter, "backstop.dlt.attempts")).isEqualTo("3");
      assertThat(Site.header(letter, "backstop.dlt.error.type"))
          .isEqualTo(IllegalStateException.class.getName());
      assertThat(Site.header(letter, "backstop.dlt.error.category")).isEqualTo("bad_order");
      assertThat(Site.header(letter, "backstop.dlt.error.message")).isEqualTo("line\\u000abreak");
      assertThat(count(meters, site, "handled", "none")).isEqualTo(2);
      assertThat(count(meters, site, "retried", "bad_order")).isEqualTo(2);
      assertThat(count(meters, site, "dead_lettered", "bad_order")).isEqualTo(1);
    }
  }

  private static long count(
      SimpleMeterRegistry meters, Site site, String outcome, String category) {
    return meters
        .get("backstop.kafka.records")
        .tag("topic", site.topic)
        .tag("outcome", outcome)
        .tag("category", category)
        .timer()
        .count();
  }

  @Test
  void record_thatCannotBeDeadLettered_stopsItsPartitionAndIsNeverSkipped() {
    AtomicBoolean mended = new AtomicBoolean();
    List<String> handled = new CopyOnWriteArrayList<>();
    try (Site site = new Site("unreachable", 2);
        KafkaProducer<byte[], byte[]> producer =
            site.broker.bytesProducer(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 300));
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(Retry.none())
                .deadLetters(letters(producer)) // its topic does not exist
                .handler(
                    (record, unit) -> {
                      handled.add(record.partition() + record.value());
                      if (record.value().equals("bad") && !mended.get()) {
                        throw new IllegalStateException("bad");
                      }
                    })
                .build()
                .start()) {
      site.send("good", "bad", "later");
      TopicPartition stopped = new TopicPartition(site.topic, 0);
      await().until(() -> consumer.stoppedPartitions().containsKey(stopped));
      site.send(new ProducerRecord<>(site.topic, 1, "k", "other"));
      await().until(() -> site.committed(1) == 1);

      assertThat(site.committed()).isEqualTo(1);
      assertThat(handled).containsExactly("0good", "0bad", "1other");
      assertThat(consumer.isHealthy()).isFalse();
      assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
      assertThat(consumer.stoppedPartitions()).containsOnlyKeys(stopped);
      assertThat(site.ends.get(1).disposition()).isEqualTo(Disposition.STOPPED);
      assertThat(site.ends.get(1).deadLetterFailure())
          .isInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);

      mended.set(true);
      consumer.retryStopped();
      site.awaitCommitted(3);
      assertThat(consumer.isHealthy()).isTrue();
      assertThat(handled).containsExactly("0good", "0bad", "1other", "0bad", "0later");
    }
  }

  @Test
  void deadLetter_withoutAcks_countsAsNotWritten() {
    try (Site site = new Site("acks", 1);
        KafkaProducer<byte[], byte[]> producer =
            site.broker.bytesProducer(
                Map.of(
                    ProducerConfig.ACKS_CONFIG,
                    "0",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    false));
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(Retry.none())
                .deadLetters(letters(producer))
                .handler(
                    (record, unit) -> {
                      throw new IllegalStateException("bad");
                    })
                .build()) {
      site.broker.create(site.topic + ".dlt", 1);
      consumer.start();
      site.send("bad");
      await().until(() -> !consumer.stoppedPartitions().isEmpty());

      assertThat(site.ends.get(0).deadLetterFailure()).hasMessageContaining("acks=0");
      assertThat(site.committed()).isEqualTo(-1);
    }
  }

  @Test
  void deadLetter_thatIsTooLarge_stopsThePartition() {
    try (Site site = new Site("large", 1);
        KafkaProducer<byte[], byte[]> producer =
            site.broker.bytesProducer(Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2_000));
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(Retry.none())
                .deadLetters(letters(producer))
                .handler(
                    (record, unit) -> {
                      throw new IllegalStateException("bad");
                    })
                .build()) {
      site.broker.create(site.topic + ".dlt", 1);
      consumer.start();
      site.send("x".repeat(5_000));
      await().until(() -> !consumer.stoppedPartitions().isEmpty());

      assertThat(site.ends.get(0).deadLetterFailure()).isInstanceOf(RecordTooLargeException.class);
      assertThat(site.committed()).isEqualTo(-1);
    }
  }

  @Test
  void withoutDeadLetters_partitionStops_andIsHandledAnewByTheNextConsumer() {
    try (Site site = new Site("stopped", 1)) {
      try (BackstopConsumer<String, String> consumer =
          site.builder()
              .retry(AT_ONCE.except(IllegalStateException.class))
              .handler(
                  (record, unit) -> {
                    if (record.value().equals("bad")) {
                      throw new IllegalStateException("bad");
                    }
                  })
              .build()
              .start()) {
        site.send("good", "bad", "later");
        await().until(() -> !consumer.stoppedPartitions().isEmpty());
        assertThat(site.ends).hasSize(2);
        assertThat(site.ends.get(1).attempt()).as("it is excepted").isEqualTo(1);
      }
      assertThat(site.committed()).isEqualTo(1);

      List<String> handled = new CopyOnWriteArrayList<>();
      try (BackstopConsumer<String, String> next =
          site.builder().handler((record, unit) -> handled.add(record.value())).build().start()) {
        site.awaitCommitted(3);
        assertThat(next.isHealthy()).isTrue();
        assertThat(handled).containsExactly("bad", "later");
      }
    }
  }

  @Test
  void retryStopped_calledAgainAndAgain_endsNothingAndOtherPartitionsGoOn() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (Site site = new Site("again", 2);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(Retry.none())
                .handler(
                    (record, unit) -> {
                      if (record.partition() == 0) {
                        throw new IllegalStateException("stops");
                      }
                    })
                .build()) {
      site.send("a");
      consumer.start();
      await().until(() -> !consumer.stoppedPartitions().isEmpty());
      Thread impatient =
          new Thread(
              () -> {
                while (!done.get()) {
                  consumer.retryStopped();
                  LockSupport.parkNanos(20_000);
                }
              });
      impatient.start();
      for (int i = 0; i < 300; i++) {
        site.send(new ProducerRecord<>(site.topic, 1, "k", "b"));
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> site.committed(1) == 300 || consumer.state() != ConsumerState.RUNNING);
      done.set(true);
      impatient.join();

      assertThat(consumer.failure()).isNull();
      assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
      assertThat(site.committed(0)).isEqualTo(-1);
    }
  }

  @Test
  void deadLetter_toTheTopicItCameFrom_isRefusedAndStopsThePartition() {
    try (Site site = new Site("own-topic", 1);
        KafkaProducer<byte[], byte[]> producer = site.broker.bytesProducer(Map.of());
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(Retry.none())
                .deadLetters(letters(producer).topic(site.topic))
                .handler(
                    (record, unit) -> {
                      throw new IllegalStateException("bad");
                    })
                .build()
                .start()) {
      site.send("a");
      site.awaitEnds(1);
      await().until(() -> !consumer.stoppedPartitions().isEmpty());

      assertThat(site.ends.get(0).deadLetterFailure())
          .hasMessageContaining("dead-letter topic of '" + site.topic + "' is the topic itself");
      assertThat(site.committed()).isEqualTo(-1);
      assertThat(site.ends).hasSize(1);
    }
  }

  private static final class Untellable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("getMessage");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("toString");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("getStackTrace");
    }
  }

  @Test
  void error_thatCannotBeTold_isDeadLetteredAsAnyOther() {
    try (Site site = new Site("untellable", 1);
        KafkaProducer<byte[], byte[]> producer = site.broker.bytesProducer(Map.of());
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(Retry.none())
                .deadLetters(letters(producer))
                .handler(
                    (record, unit) -> {
                      throw new Untellable();
                    })
                .build()
                .start()) {
      site.broker.create(site.topic + ".dlt", 1);
      site.send("a");
      site.awaitEnds(1);

      assertThat(consumer.isHealthy()).isTrue();
      assertThat(site.ends.get(0).disposition()).isEqualTo(Disposition.DEAD_LETTERED);
      assertThat(site.spans.ended()).hasSize(1);
      site.awaitCommitted(1);
    }
  }

  @Test
  void record_thatCannotBeDeserialized_isDeadLetteredWithItsBytes() {
    List<Integer> handled = new CopyOnWriteArrayList<>();
    List<RecordEnd> ends = new CopyOnWriteArrayList<>();
    try (Site site = new Site("poison", 1);
        KafkaProducer<byte[], byte[]> producer = site.broker.bytesProducer(Map.of());
        BackstopConsumer<String, Integer> consumer =
            BackstopConsumer.builder(
                    site.broker.consumerConfiguration(site.group),
                    new StringDeserializer(),
                    new IntegerDeserializer())
                .topics(site.topic)
                .openTelemetry(site.spans.openTelemetry())
                .retry(AT_ONCE)
                .onRecord(ends::add)
                .deadLetters(
                    DeadLetters.<String, Integer>to(
                            producer, new StringSerializer(), new IntegerSerializer())
                        .topic(site.topic + "-graves"))
                .handler((record, unit) -> handled.add(record.value()))
                .build()) {
      site.broker.create(site.topic + "-graves", 1);
      site.send("four"); // four bytes are an integer
      List<Span> sent = site.send("not an integer", "nor this");
      site.send("five"); // and so is this
      consumer.start();
      site.awaitCommitted(4);

      assertThat(handled).hasSize(2);
      List<ConsumerRecord<byte[], byte[]>> graves = site.read(site.topic + "-graves", 2);
      assertThat(graves.get(0).key()).asString().isEqualTo("key");
      assertThat(graves.get(0).value()).asString().isEqualTo("not an integer");
      assertThat(graves.get(1).value()).asString().isEqualTo("nor this");
      assertThat(Site.header(graves.get(0), "backstop.dlt.error.type"))
          .isEqualTo(RecordDeserializationException.class.getName());
      assertThat(Site.header(graves.get(0), "backstop.dlt.attempts")).isEqualTo("1");
      assertThat(Site.header(graves.get(0), "backstop.dlt.offset")).isEqualTo("1");
      assertThat(ends)
          .extracting(RecordEnd::disposition)
          .containsExactly(
              Disposition.HANDLED,
              Disposition.DEAD_LETTERED,
              Disposition.DEAD_LETTERED,
              Disposition.HANDLED);
      assertThat(site.spans.ended().get(1).getTraceId())
          .isEqualTo(sent.get(0).getSpanContext().getTraceId());
      assertThat(site.spans.ended().get(1).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }
  }

  @Test
  void record_thatCannotBeDeserialized_withoutDeadLetters_stopsItsPartition() {
    try (Site site = new Site("poison-stops", 1);
        BackstopConsumer<String, Integer> consumer =
            BackstopConsumer.builder(
                    site.broker.consumerConfiguration(site.group),
                    new StringDeserializer(),
                    new IntegerDeserializer())
                .topics(site.topic)
                .handler((record, unit) -> {})
                .build()
                .start()) {
      site.send("four", "not an integer", "five");
      await().until(() -> !consumer.stoppedPartitions().isEmpty());

      assertThat(consumer.stoppedPartitions().values())
          .singleElement()
          .isInstanceOf(RecordDeserializationException.class);
      site.awaitCommitted(1);
    }
  }

  @Test
  void tombstone_isHandledAndDeadLetteredAsOne() {
    List<String> handled = new CopyOnWriteArrayList<>();
    try (Site site = new Site("tombstone", 1);
        KafkaProducer<byte[], byte[]> producer = site.broker.bytesProducer(Map.of());
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(Retry.none())
                .deadLetters(letters(producer))
                .handler(
                    (record, unit) -> {
                      handled.add(String.valueOf(record.value()));
                      throw new IllegalStateException("bad");
                    })
                .build()) {
      site.broker.create(site.topic + ".dlt", 1);
      consumer.start();
      site.send(new ProducerRecord<>(site.topic, 0, null, null));
      site.awaitCommitted(1);

      assertThat(handled).containsExactly("null");
      ConsumerRecord<byte[], byte[]> letter = site.read(site.topic + ".dlt", 1).get(0);
      assertThat(letter.key()).isNull();
      assertThat(letter.value()).isNull();
      assertThat(Spans.attribute(site.spans.ended().get(0), "messaging.kafka.message.tombstone"))
          .isEqualTo(true);
    }
  }

  @Test
  void headers_thatAreHostile_breakNothing() {
    List<byte[]> hostile =
        List.of(
            new byte[0],
            new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 10, 13},
            "00-zz-zz-01".getBytes(StandardCharsets.UTF_8),
            "00-00000000000000000000000000000000-0000000000000000-01"
                .getBytes(StandardCharsets.UTF_8),
            new byte[100_000]);
    try (Site site = new Site("hostile", 1);
        KafkaProducer<byte[], byte[]> producer = site.broker.bytesProducer(Map.of());
        BackstopConsumer<String, String> consumer =
            site.builder(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 3))
                .handler((record, unit) -> {})
                .build()
                .start()) {
      for (String key : List.of("traceparent", "tracestate", "baggage", "")) {
        for (byte[] value : hostile) {
          send(producer, site.topic, key, value);
        }
        send(producer, site.topic, key, null);
      }
      site.awaitCommitted(24);
      assertThat(consumer.isHealthy()).isTrue();

      assertThat(site.spans.ended())
          .hasSize(24)
          .allSatisfy(
              span -> assertThat(span.getParentSpanContext().isValid()).as("a parent").isFalse());
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, String key, byte[] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, null, new byte[] {65});
    record.headers().add(key, value);
    try {
      producer.send(record).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void headers_withTheSameKeyTwice_theLastOneCounts() {
    try (Site site = new Site("twice", 1);
        BackstopConsumer<String, String> consumer =
            site.builder().handler((record, unit) -> {}).build().start()) {
      ProducerRecord<String, String> record = new ProducerRecord<>(site.topic, 0, "k", "v");
      record
          .headers()
          .add(
              "traceparent",
              "00-11111111111111111111111111111111-1111111111111111-01"
                  .getBytes(StandardCharsets.UTF_8));
      record
          .headers()
          .add(
              "traceparent",
              "00-22222222222222222222222222222222-2222222222222222-01"
                  .getBytes(StandardCharsets.UTF_8));
      try (KafkaProducer<String, String> producer = site.broker.producer()) {
        var unused = producer.send(record);
      }
      site.awaitCommitted(1);
      assertThat(consumer.isHealthy()).isTrue();

      assertThat(site.spans.ended().get(0).getTraceId()).isEqualTo("2".repeat(32));
    }
  }
}
