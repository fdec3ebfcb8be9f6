package dev.backstop.example;

import dev.backstop.kafka.BackstopConsumer;
import dev.backstop.kafka.KafkaHeaders;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each new order to the topic {@code orders}, and reads it there: one trace from the request
 * to the record's cleanups.
 */
final class KafkaOrders implements OrderListener {
  static final String TOPIC = "orders";
  private static final Logger LOGGER = LoggerFactory.getLogger(KafkaOrders.class);
  private static final long SEND_SECONDS = 5;

  private final OpenTelemetry telemetry;
  private final KafkaProducer<String, String> producer;
  private final BackstopConsumer<String, String> consumer;

  KafkaOrders(String bootstrapServers, OpenTelemetry telemetry) {
    this.telemetry = telemetry;
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                TimeUnit.SECONDS.toMillis(SEND_SECONDS)),
            new StringSerializer(),
            new StringSerializer());
    consumer =
        BackstopConsumer.builder(
                Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    ConsumerConfig.GROUP_ID_CONFIG,
                    "packers",
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest"),
                new StringDeserializer(),
                new StringDeserializer())
            .topics(TOPIC)
            .openTelemetry(telemetry)
            .handler(
                (order, unit) -> {
                  String table = unit.cleanups().register("table", "7", KafkaOrders::clear);
                  LOGGER.info(
                      "order {} is packed at table {}: {}", order.key(), table, order.value());
                })
            .build()
            .start();
  }

  private static void clear(String table) {
    LOGGER.info("table {} is clear", table);
  }

  @Override
  public void added(Order order) throws IOException {
    Span span =
        telemetry
            .getTracer("dev.backstop.example")
            .spanBuilder("send " + TOPIC)
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute("messaging.system", "kafka")
            .setAttribute("messaging.operation.type", "send")
            .setAttribute("messaging.destination.name", TOPIC)
            .startSpan();
    try {
      ProducerRecord<String, String> record =
          new ProducerRecord<>(
              TOPIC, Long.toString(order.id()), order.quantity() + " " + order.item());
      telemetry
          .getPropagators()
          .getTextMapPropagator()
          .inject(Context.current().with(span), record.headers(), KafkaHeaders.SETTER);
      producer.send(record).get(SEND_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      span.setStatus(StatusCode.ERROR);
      throw new IOException("the order could not be sent to " + TOPIC, failure);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      span.setStatus(StatusCode.ERROR);
      throw new IOException("the order was not sent: the service stops", stopping);
    } finally {
      span.end();
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(5));
    producer.close(Duration.ofSeconds(2));
  }
}
