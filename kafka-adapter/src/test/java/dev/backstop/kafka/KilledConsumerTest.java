package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 10,000 records, 3 partitions, two consumers of one group in two processes, one of which is killed
 * in the middle. The judges are the broker's offsets and the rows in PostgreSQL.
 */
class KilledConsumerTest {
  private static final int RECORDS = 10_000;
  private static final int PARTITIONS = 3;

  private final Broker broker = Broker.shared();
  private final Spans spans = new Spans();
  private final Map<Integer, SpanContext> producers = new HashMap<>(); // by id
  @TempDir Path folder;

  @Test
  void killedInTheMiddle_nothingIsLostAndEachTraceIsWhole() throws Exception {
    String topic = broker.topic("killed", PARTITIONS);
    String group = topic;
    String url = HandledTable.url();
    Path childSpans = folder.resolve("spans");
    Process child = start(group, topic, url, childSpans);
    OffsetOracle oracle = new OffsetOracle(group, topic, partition -> Set.of());
    try (HandledTable ours = new HandledTable(url);
        HandledTable judge = new HandledTable(url);
        BackstopConsumer<String, String> consumer = consumer(group, topic, ours).start()) {
      await().atMost(Duration.ofSeconds(40)).until(() -> membersWithPartitions(group) == 2);
      produce(topic);

      await().until(() -> judge.countOf(topic, "killed") >= 500);
      child.destroyForcibly().waitFor();
      Map<TopicPartition, OffsetAndMetadata> atKill = broker.committed(group);
      int doneAtKill = judge.countOf(topic, "killed");
      assertThat(doneAtKill).as("it was in the middle").isBetween(500, RECORDS / 2);
      await().atMost(Duration.ofSeconds(60)).until(() -> committedSum(group) == RECORDS);
      assertThat(consumer.isHealthy()).isTrue();
      consumer.close(Duration.ofSeconds(10));

      List<HandledTable.Row> rows = judge.rows(topic);
      assertThat(rows.stream().map(HandledTable.Row::id).collect(Collectors.toSet()))
          .as("no record is lost")
          .hasSize(RECORDS);
      assertThat(rows)
          .allSatisfy(
              row -> assertThat(row.traceId()).isEqualTo(producers.get(row.id()).getTraceId()));
      assertDuplicatesWereUncommitted(rows, atKill);
      assertThat(oracle.violations()).isEmpty();
      assertThat(oracle.moves()).as("samples that saw progress").isGreaterThan(5);
      assertSpans(childSpans);
      System.out.printf(
          "killed after %d of its records; %d rows for %d records; %d samples, %d with progress%n",
          doneAtKill, rows.size(), RECORDS, oracle.samples(), oracle.moves());
    } finally {
      oracle.stop();
      child.destroyForcibly();
    }
  }

  private static Process start(String group, String topic, String url, Path spanFile)
      throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            KilledConsumer.class.getName(),
            Broker.shared().bootstrapServers(),
            group,
            topic,
            url,
            spanFile.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File(spanFile + ".log"))
        .start();
  }

  private BackstopConsumer<String, String> consumer(
      String group, String topic, HandledTable table) {
    return BackstopConsumer.builder(
            broker.consumerConfiguration(group), new StringDeserializer(), new StringDeserializer())
        .topics(topic)
        .openTelemetry(spans.openTelemetry())
        .handler(
            (record, unit) ->
                table.add(
                    record.topic(),
                    Integer.parseInt(record.value()),
                    record.partition(),
                    record.offset(),
                    unit.traceId(),
                    "survivor"))
        .build();
  }

  private long membersWithPartitions(String group) throws Exception {
    return broker
        .admin()
        .describeConsumerGroups(List.of(group))
        .all()
        .get()
        .get(group)
        .members()
        .stream()
        .filter(member -> !member.assignment().topicPartitions().isEmpty())
        .count();
  }

  private void produce(String topic) {
    try (KafkaProducer<String, String> producer = broker.producer()) {
      for (int id = 0; id < RECORDS; id++) {
        ProducerRecord<String, String> record =
            new ProducerRecord<>(topic, id % PARTITIONS, null, Integer.toString(id));
        Span span = spans.producerOf(record);
        producers.put(id, span.getSpanContext());
        var unused = producer.send(record);
      }
      producer.flush();
    }
  }

  private long committedSum(String group) {
    return broker.committed(group).values().stream()
        .mapToLong(position -> position == null ? 0 : position.offset())
        .sum();
  }

  /** At least once allows to repeat what was not committed when the process died, no more. */
  private static void assertDuplicatesWereUncommitted(
      List<HandledTable.Row> rows, Map<TopicPartition, OffsetAndMetadata> atKill) {
    Map<Integer, List<HandledTable.Row>> byId =
        rows.stream().collect(Collectors.groupingBy(HandledTable.Row::id));
    Map<Integer, Long> committed = new HashMap<>();
    atKill.forEach(
        (partition, position) ->
            committed.put(partition.partition(), position == null ? 0L : position.offset()));
    for (List<HandledTable.Row> same : byId.values()) {
      if (same.size() > 1) {
        assertThat(same)
            .extracting(HandledTable.Row::process)
            .containsExactlyInAnyOrder("killed", "survivor");
        assertThat(same.get(0).offset())
            .as("%s was not committed at the kill", same)
            .isGreaterThanOrEqualTo(committed.getOrDefault(same.get(0).partition(), 0L));
      }
    }
  }

  private void assertSpans(Path childSpans) throws Exception {
    Map<String, String> producerSpanOfTrace = new HashMap<>();
    producers
        .values()
        .forEach(context -> producerSpanOfTrace.put(context.getTraceId(), context.getSpanId()));
    Set<String> tracesWithEnd = new HashSet<>();
    assertThat(spans.ended()).as("every span of the survivor ended").hasSize(spans.startedCount());
    for (SpanData span : spans.ended()) {
      assertThat(span.getParentSpanId()).isEqualTo(producerSpanOfTrace.get(span.getTraceId()));
      tracesWithEnd.add(span.getTraceId());
    }
    List<String> open = new ArrayList<>();
    for (String line : Files.readAllLines(childSpans)) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("start")) {
        open.add(words[1]);
      } else {
        open.remove(words[1]);
        assertThat(words[2]).isEqualTo(producerSpanOfTrace.get(words[1]));
        tracesWithEnd.add(words[1]);
      }
    }
    assertThat(open).as("it handled one record when it died").hasSizeLessThanOrEqualTo(1);
    assertThat(tracesWithEnd).as("a consumer span that ended in each trace").hasSize(RECORDS);
  }
}
