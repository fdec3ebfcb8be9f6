package dev.backstop.kafka;

import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** A topic, a group of the same name, and what was seen of it. */
public final class Site implements AutoCloseable {
  public final Broker broker = Broker.shared();
  public final String topic;
  public final String group;
  public final Spans spans = new Spans();
  final List<RecordEnd> ends = new CopyOnWriteArrayList<>();
  private final KafkaProducer<String, String> producer = broker.producer();

  public Site(String stem, int partitions) {
    topic = broker.topic(stem, partitions);
    group = topic;
  }

  public BackstopConsumerBuilder<String, String> builder() {
    return builder(Map.of());
  }

  BackstopConsumerBuilder<String, String> builder(Map<String, Object> more) {
    Map<String, Object> all = broker.consumerConfiguration(group);
    all.putAll(more);
    return BackstopConsumer.<String, String>builder(all)
        .topics(topic)
        .openTelemetry(spans.openTelemetry())
        .onRecord(ends::add);
  }

  /** Sends values to the first partition, each with a producer span of its own. */
  public List<Span> send(String... values) {
    List<Span> sent = new ArrayList<>();
    for (String value : values) {
      sent.add(send(new ProducerRecord<>(topic, 0, "key", value)));
    }
    return sent;
  }

  Span send(ProducerRecord<String, String> record) {
    Span span = spans.producerOf(record);
    try {
      producer.send(record).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return span;
  }

  long committed() {
    return committed(0);
  }

  long committed(int partition) {
    return broker.committed(group, new TopicPartition(topic, partition));
  }

  public void awaitCommitted(long offset) {
    await().atMost(Duration.ofSeconds(30)).until(() -> committed() == offset);
  }

  void awaitEnds(int count) {
    await().atMost(Duration.ofSeconds(30)).until(() -> ends.size() >= count);
  }

  /** Reads so many records from the beginning of a topic. */
  List<ConsumerRecord<byte[], byte[]>> read(String from, int count) {
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> reader = broker.reader()) {
      List<TopicPartition> partitions =
          reader.partitionsFor(from).stream()
              .map(info -> new TopicPartition(from, info.partition()))
              .toList();
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                reader.poll(Duration.ofMillis(100)).forEach(read::add);
                return read.size() >= count;
              });
    }
    return read;
  }

  static String header(ConsumerRecord<?, ?> record, String key) {
    Header header = record.headers().lastHeader(key);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
