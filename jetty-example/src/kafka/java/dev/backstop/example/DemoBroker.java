package dev.backstop.example;

import java.nio.file.Files;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kafka broker within this process, for where there is no other; it forgets all at its end. */
final class DemoBroker implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(DemoBroker.class);

  private final KafkaClusterTestKit cluster;

  private DemoBroker(KafkaClusterTestKit cluster) {
    this.cluster = cluster;
  }

  static DemoBroker start() throws Exception {
    TestKitNodes nodes =
        new TestKitNodes.Builder()
            .setCombined(true)
            .setNumBrokerNodes(1)
            .setNumControllerNodes(1)
            // Its own would be deleted by a shutdown hook, under the broker that still runs.
            .setBaseDirectory(Files.createTempDirectory("demo-broker"))
            .build();
    KafkaClusterTestKit cluster =
        new KafkaClusterTestKit.Builder(nodes)
            .setConfigProp("offsets.topic.replication.factor", "1")
            .setConfigProp("offsets.topic.num.partitions", "1")
            .setConfigProp("group.initial.rebalance.delay.ms", "0")
            .build();
    cluster.format();
    cluster.startup();
    cluster.waitForReadyBrokers();
    try (Admin admin = cluster.admin()) {
      admin.createTopics(List.of(new NewTopic(KafkaOrders.TOPIC, 3, (short) 1))).all().get();
    }
    return new DemoBroker(cluster);
  }

  String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      LOGGER.warn("the broker did not stop cleanly", e);
    }
  }
}
