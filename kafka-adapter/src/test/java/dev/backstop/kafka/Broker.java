package dev.backstop.kafka;

import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.awaitility.Awaitility;

/** A real broker in KRaft mode, one for all tests of a process. */
public final class Broker {
  private static final class Holder {
    static final Broker SHARED = new Broker();
  }

  private final KafkaClusterTestKit cluster;
  private final Admin admin;
  private final AtomicInteger topics = new AtomicInteger();

  private Broker() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30)); // a broker and its clients on two cores
    try {
      cluster =
          new KafkaClusterTestKit.Builder(
                  new TestKitNodes.Builder()
                      .setCombined(true)
                      .setNumBrokerNodes(1)
                      .setNumControllerNodes(1)
                      // Its own is deleted by a shutdown hook, under the broker that still runs.
                      .setBaseDirectory(Files.createTempDirectory("test-broker"))
                      .build())
              .setConfigProp("offsets.topic.replication.factor", "1")
              .setConfigProp("offsets.topic.num.partitions", "1")
              .setConfigProp("transaction.state.log.replication.factor", "1")
              .setConfigProp("transaction.state.log.min.isr", "1")
              .setConfigProp("transaction.state.log.num.partitions", "1")
              .setConfigProp("group.initial.rebalance.delay.ms", "0")
              .setConfigProp("group.min.session.timeout.ms", "1000")
              .setConfigProp("auto.create.topics.enable", "false")
              .setConfigProp("message.max.bytes", "1000000")
              .build();
      cluster.format();
      cluster.startup();
      cluster.waitForReadyBrokers();
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not start", e);
    }
    admin = cluster.admin();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    admin.close();
                    cluster.close();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }));
  }

  static Broker shared() {
    return Holder.SHARED;
  }

  Admin admin() {
    return admin;
  }

  String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  /** Makes a topic with a name of its own. */
  String topic(String stem, int partitions) {
    String name = stem + "-" + topics.incrementAndGet();
    create(name, partitions);
    return name;
  }

  void create(String name, int partitions) {
    try {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a consumer needs, without auto commit being mentioned. */
  public Map<String, Object> consumerConfiguration(String group) {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
    all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
    return all;
  }

  KafkaProducer<String, String> producer() {
    Properties all = new Properties();
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  KafkaProducer<byte[], byte[]> bytesProducer(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer without a group, for reading what a topic holds. */
  KafkaConsumer<byte[], byte[]> reader() {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The offset that the broker has for a group, -1 where it has none. */
  long committed(String group, TopicPartition partition) {
    OffsetAndMetadata committed = committed(group).get(partition);
    return committed == null ? -1 : committed.offset();
  }

  Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    try {
      return Objects.requireNonNull(
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
