package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Several records in one unit, several partitions at a time, and the newer group protocol. */
class BatchTest {
  @Test
  void batch_isOneUnitWithALinkToEachProducer() {
    List<List<String>> handled = new CopyOnWriteArrayList<>();
    try (Site site = new Site("batch", 1);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .batchHandler(
                    4,
                    (records, unit) -> {
                      assertThat(unit.count()).isEqualTo(records.size());
                      handled.add(
                          records.stream().map(record -> String.valueOf(record.value())).toList());
                    })
                .build()) {
      List<Span> sent = new ArrayList<>(site.send("a", "b", "c"));
      sent.add(site.send(new ProducerRecord<>(site.topic, 0, "k", null)));
      sent.addAll(site.send("e"));
      consumer.start();
      site.awaitCommitted(5);

      assertThat(handled).containsExactly(List.of("a", "b", "c", "null"), List.of("e"));
      SpanData first = site.spans.ended().get(0);
      assertThat(first.getLinks())
          .extracting(LinkData::getSpanContext)
          .extracting(context -> context.getSpanId())
          .containsExactlyElementsOf(
              sent.stream().limit(4).map(span -> span.getSpanContext().getSpanId()).toList());
      assertThat(first.getParentSpanContext().isValid()).isFalse();
      assertThat(Spans.attribute(first, "messaging.batch.message_count")).isEqualTo(4L);
      assertThat(site.ends).extracting(RecordEnd::count).containsExactly(4, 1);
    }
  }

  @Test
  void batch_ofManyRecords_hasTheirLinksAndTheSdkSaysHowManyItKeeps() {
    try (Site site = new Site("batch-large", 1);
        BackstopConsumer<String, String> consumer =
            site.builder().batchHandler(500, (records, unit) -> {}).build()) {
      for (int i = 0; i < 200; i++) {
        site.send("a");
      }
      consumer.start();
      site.awaitCommitted(200);

      assertThat(site.spans.ended()).extracting(SpanData::getTotalRecordedLinks).containsOnly(200);
    }
  }

  @Test
  void batch_thatFails_isDeadLetteredAsAWhole() {
    try (Site site = new Site("batch-dead", 1);
        KafkaProducer<byte[], byte[]> producer = site.broker.bytesProducer(Map.of());
        BackstopConsumer<String, String> consumer =
            site.builder()
                .retry(Retry.none())
                .deadLetters(
                    DeadLetters.to(producer, new StringSerializer(), new StringSerializer()))
                .batchHandler(
                    10,
                    (records, unit) -> {
                      throw new IllegalStateException("bad");
                    })
                .build()) {
      site.broker.create(site.topic + ".dlt", 1);
      site.send("a", "b", "c");
      consumer.start();
      site.awaitCommitted(3);

      List<ConsumerRecord<byte[], byte[]>> letters = site.read(site.topic + ".dlt", 3);
      assertThat(letters)
          .extracting(letter -> new String(letter.value(), java.nio.charset.StandardCharsets.UTF_8))
          .containsExactly("a", "b", "c");
      assertThat(letters)
          .extracting(letter -> Site.header(letter, "backstop.dlt.offset"))
          .containsExactly("0", "1", "2");
    }
  }

  @Test
  void concurrency_twoPartitionsAtATime_eachInItsOrder() {
    CyclicBarrier both = new CyclicBarrier(2);
    List<String> handled = new CopyOnWriteArrayList<>();
    try (Site site = new Site("both", 2);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .concurrency(2)
                .handler(
                    (record, unit) -> {
                      both.await(20, TimeUnit.SECONDS); // two handlers at once, or never
                      handled.add(record.partition() + record.value());
                    })
                .build()) {
      for (String value : List.of("a", "b", "c")) {
        site.send(new ProducerRecord<>(site.topic, 0, "k", value));
        site.send(new ProducerRecord<>(site.topic, 1, "k", value));
      }
      consumer.start();
      site.awaitCommitted(3);
      site.awaitEnds(6);

      assertThat(handled)
          .filteredOn(each -> each.startsWith("0"))
          .containsExactly("0a", "0b", "0c");
      assertThat(handled)
          .filteredOn(each -> each.startsWith("1"))
          .containsExactly("1a", "1b", "1c");
    }
  }

  @Test
  void groupProtocol_ofKafka4_isServedToo() {
    List<String> handled = new CopyOnWriteArrayList<>();
    try (Site site = new Site("protocol", 1)) {
      Map<String, Object> all = site.broker.consumerConfiguration(site.group);
      all.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
      all.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
      all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
      try (BackstopConsumer<String, String> consumer =
          BackstopConsumer.<String, String>builder(all)
              .topics(site.topic)
              .handler(
                  (record, unit) -> {
                    handled.add(record.value());
                    if (unit.attempt() == 1 && record.value().equals("b")) {
                      throw new IllegalStateException("once");
                    }
                  })
              .build()
              .start()) {
        site.send("a", "b", "c");
        site.awaitCommitted(3);
        assertThat(consumer.isHealthy()).isTrue();
        consumer.close(java.time.Duration.ofSeconds(10));
        assertThat(consumer.state()).isEqualTo(ConsumerState.STOPPED);
      }
      assertThat(handled).containsExactly("a", "b", "b", "c");
    }
  }
}
