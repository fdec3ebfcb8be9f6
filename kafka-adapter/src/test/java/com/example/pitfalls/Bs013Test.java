package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.kafka.BackstopConsumer;
import dev.backstop.kafka.BackstopConsumerBuilder;
import dev.backstop.kafka.Site;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/pitfalls/BS-013.md: the records of a batch are handled in a trace that is nobody's. */
@SuppressWarnings("try") // the scope is there to be closed
class Bs013Test {
  /** The trace in which each record was handled. */
  private static final Map<String, String> HANDLED = new ConcurrentHashMap<>();

  // tag::wrong[]
  static void handleAll(ConsumerRecords<String, String> batch, Tracer tracer) {
    Span span = tracer.spanBuilder("process orders").startSpan();
    try (Scope scope = span.makeCurrent()) {
      for (ConsumerRecord<String, String> record : batch) {
        handle(record);
      }
    } finally {
      span.end();
    }
  }

  // end::wrong[]

  // tag::right[]
  static BackstopConsumer<String, String> consumer(
      BackstopConsumerBuilder<String, String> builder) {
    return builder.handler((record, unit) -> handle(record)).build();
  }

  // end::right[]

  private static void handle(ConsumerRecord<String, String> record) {
    HANDLED.put(record.value(), Span.current().getSpanContext().getTraceId());
  }

  private static String traceOf(Span producer) {
    return producer.getSpanContext().getTraceId();
  }

  @BeforeEach
  void forget() {
    HANDLED.clear();
  }

  @Test
  void wrong_batch_isInTheTraceOfNoProducer() {
    try (Site site = new Site("bs013-wrong", 1);
        KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(site.broker.consumerConfiguration(site.group))) {
      List<Span> sent = site.send("tea", "milk");
      consumer.subscribe(List.of(site.topic));
      Tracer tracer = site.spans.openTelemetry().getTracer("orders");
      await()
          .until(
              () -> {
                ConsumerRecords<String, String> batch = consumer.poll(Duration.ofMillis(200));
                if (!batch.isEmpty()) {
                  handleAll(batch, tracer);
                }
                return HANDLED.size() == 2;
              });

      assertThat(HANDLED.values())
          .doesNotContain(traceOf(sent.get(0)), traceOf(sent.get(1)))
          .allMatch(trace -> trace.equals(HANDLED.get("tea")));
    }
  }

  @Test
  void right_eachRecord_isInTheTraceOfItsProducer() {
    try (Site site = new Site("bs013-right", 1);
        BackstopConsumer<String, String> consumer = consumer(site.builder())) {
      List<Span> sent = site.send("tea", "milk");
      consumer.start();
      site.awaitCommitted(2);

      assertThat(HANDLED)
          .containsEntry("tea", traceOf(sent.get(0)))
          .containsEntry("milk", traceOf(sent.get(1)));
    }
  }

  @Test
  void right_batch_hasALinkToEachProducer() {
    try (Site site = new Site("bs013-links", 1);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .batchHandler(10, (records, unit) -> records.forEach(Bs013Test::handle))
                .build()) {
      List<Span> sent = site.send("tea", "milk");
      consumer.start();
      site.awaitCommitted(2);

      assertThat(site.spans.ended().stream().map(SpanData::getLinks).flatMap(List::stream))
          .extracting(LinkData::getSpanContext)
          .extracting(context -> context.getTraceId())
          .containsExactly(traceOf(sent.get(0)), traceOf(sent.get(1)));
    }
  }
}
