package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * Handlers that fail at random, records that cannot be read, a dead-letter topic that fails at
 * times, and consumers that come and go: each record is handled or dead-lettered, and no offset is
 * ever committed before that.
 */
class ChaosTest {
  private static final int RECORDS = 2_000;
  private static final int PARTITIONS = 3;

  private final Broker broker = Broker.shared();
  private final long seed =
      Long.getLong("backstop.kafka.seed", System.nanoTime() ^ ProcessHandle.current().pid());
  private final Spans spans = new Spans();
  private final Set<Integer> refused = ConcurrentHashMap.newKeySet();

  @Test
  void whateverFails_eachRecordIsHandledOrDeadLettered_andNoOffsetGoesBeyond() throws Exception {
    System.out.println("chaos: -Dbackstop.kafka.seed=" + seed);
    String topic = broker.topic("chaos", PARTITIONS);
    String graves = topic + ".dlt";
    broker.create(graves, 1);
    produce(topic);
    Graves dead = new Graves(graves);
    OffsetOracle oracle = new OffsetOracle(topic, topic, dead::offsetsOf);
    try (HandledTable firstTable = new HandledTable(HandledTable.url());
        HandledTable secondTable = new HandledTable(HandledTable.url());
        HandledTable judge = new HandledTable(HandledTable.url());
        KafkaProducer<byte[], byte[]> producer = broker.bytesProducer(Map.of());
        BackstopConsumer<String, Integer> first =
            consumer(topic, producer, firstTable, "first").start()) {
      for (int round = 1; round <= 2; round++) {
        try (BackstopConsumer<String, Integer> second =
            consumer(topic, producer, secondTable, "second").start()) {
          long goal = committed(topic) + RECORDS / 6;
          awaitCommitted(topic, Math.min(goal, RECORDS), first, second);
        }
      }
      awaitCommitted(topic, RECORDS, first, first);
      first.close(Duration.ofSeconds(20));

      Set<String> violations = oracle.violations();
      Set<Integer> done = new HashSet<>(dead.ids);
      List<HandledTable.Row> rows = judge.rows(topic);
      Set<Integer> handled = rows.stream().map(HandledTable.Row::id).collect(Collectors.toSet());
      done.addAll(handled);
      assertThat(violations).isEmpty();
      assertThat(done).isEqualTo(IntStream.range(0, RECORDS).boxed().collect(Collectors.toSet()));
      assertThat(dead.ids).isNotEmpty().doesNotContainAnyElementsOf(handled);
      assertThat(refused).as("the dead-letter topic failed too").isNotEmpty();
      assertThat(spans.ended()).as("every span ended").hasSize(spans.startedCount());
      assertThat(oracle.moves()).isGreaterThan(5);
      System.out.printf(
          "chaos: %d handled, %d dead, %d rows, %d attempts, %d samples, %d with progress%n",
          handled.size(),
          dead.ids.size(),
          rows.size(),
          spans.startedCount(),
          oracle.samples(),
          oracle.moves());
    } finally {
      oracle.stop();
      dead.close();
    }
  }

  private void awaitCommitted(
      String topic, long goal, BackstopConsumer<?, ?> one, BackstopConsumer<?, ?> other) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              one.retryStopped(); // somebody mends the dead-letter topic
              other.retryStopped();
              assertThat(one.state()).isEqualTo(ConsumerState.RUNNING);
              return committed(topic) >= goal;
            });
  }

  private long committed(String group) {
    return broker.committed(group).values().stream()
        .mapToLong((OffsetAndMetadata position) -> position == null ? 0 : position.offset())
        .sum();
  }

  private static boolean isPoison(int id) {
    return id % 41 == 7;
  }

  private boolean fails(int id, int attempt) {
    return id % 37 == 5 || new Random(seed ^ (id * 31L + attempt)).nextInt(100) < 15;
  }

  private void produce(String topic) {
    try (KafkaProducer<byte[], byte[]> producer = broker.bytesProducer(Map.of());
        IntegerSerializer numbers = new IntegerSerializer()) {
      for (int id = 0; id < RECORDS; id++) {
        byte[] value =
            isPoison(id)
                ? ("poison " + id).getBytes(StandardCharsets.UTF_8)
                : numbers.serialize(topic, id);
        var unused = producer.send(new ProducerRecord<>(topic, id % PARTITIONS, null, value));
      }
      producer.flush();
    }
  }

  private BackstopConsumer<String, Integer> consumer(
      String topic, KafkaProducer<byte[], byte[]> producer, HandledTable table, String name) {
    Map<String, Object> configuration = broker.consumerConfiguration(topic);
    configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
    return BackstopConsumer.builder(
            configuration, new StringDeserializer(), new IntegerDeserializer())
        .topics(topic)
        .openTelemetry(spans.openTelemetry())
        .retry(Retry.upTo(3).backoff(Duration.ofMillis(1), Duration.ofMillis(4)))
        .deadLetters(DeadLetters.to(producer, new StringSerializer(), flaky()))
        .handler(
            (record, unit) -> {
              if (fails(record.value(), unit.attempt())) {
                throw new IllegalStateException("at random");
              }
              table.add(
                  record.topic(),
                  record.value(),
                  record.partition(),
                  record.offset(),
                  unit.traceId(),
                  name);
            })
        .build();
  }

  /** Fails the first time for some. */
  private Serializer<Integer> flaky() {
    IntegerSerializer numbers = new IntegerSerializer();
    return (target, id) -> {
      if (id % 5 == 0 && refused.add(id)) {
        throw new IllegalStateException("the dead-letter topic is not to be had");
      }
      return numbers.serialize(target, id);
    };
  }

  /** What stands in the dead-letter topic; used by the oracle's thread, then by the test's. */
  private static final class Graves {
    private final KafkaConsumer<byte[], byte[]> reader = Broker.shared().reader();
    private final List<TopicPartition> partitions;
    private final Map<Integer, Set<Long>> offsets = new ConcurrentHashMap<>();
    private final Set<Integer> ids = ConcurrentHashMap.newKeySet();

    Graves(String topic) {
      partitions = List.of(new TopicPartition(topic, 0));
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
    }

    synchronized Set<Long> offsetsOf(int partition) {
      long end = reader.endOffsets(partitions).get(partitions.get(0));
      while (reader.position(partitions.get(0)) < end) {
        for (ConsumerRecord<byte[], byte[]> letter : reader.poll(Duration.ofMillis(100))) {
          offsets
              .computeIfAbsent(
                  Integer.valueOf(Site.header(letter, "backstop.dlt.partition")),
                  ignored -> ConcurrentHashMap.newKeySet())
              .add(Long.valueOf(Site.header(letter, "backstop.dlt.offset")));
          ids.add(idOf(letter.value()));
        }
      }
      return offsets.getOrDefault(partition, Set.of());
    }

    private static int idOf(byte[] value) {
      try (IntegerDeserializer numbers = new IntegerDeserializer()) {
        return value.length == 4
            ? numbers.deserialize("", value)
            : Integer.parseInt(new String(value, StandardCharsets.UTF_8).substring(7));
      }
    }

    synchronized void close() {
      reader.close();
    }
  }
}
