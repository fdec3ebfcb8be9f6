package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** A record from the producer to the committed offset. */
class OneRecordTest {
  private final Broker broker = Broker.shared();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk openTelemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();

  @Test
  void record_isHandledWithinTheTraceOfItsProducer_andCommitted() throws Exception {
    String topic = broker.topic("one", 1);
    List<String> seen = new CopyOnWriteArrayList<>();
    List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    List<String> traceOfCleanup = new CopyOnWriteArrayList<>();

    try (KafkaProducer<String, String> producer = broker.producer();
        BackstopConsumer<String, String> consumer =
            BackstopConsumer.<String, String>builder(broker.consumerConfiguration(topic))
                .topics(topic)
                .openTelemetry(openTelemetry)
                .handler(
                    (record, unit) -> {
                      seen.add(record.value() + " " + Span.current().getSpanContext().getTraceId());
                      unit.logField("order", record.value());
                      unit.cleanups()
                          .register(
                              "note",
                              outcome -> {
                                outcomes.add(outcome);
                                traceOfCleanup.add(Span.current().getSpanContext().getTraceId());
                                seen.add(String.valueOf(MDC.getCopyOfContextMap()));
                              });
                    })
                .build()
                .start()) {
      Span sent =
          openTelemetry
              .getTracer("test")
              .spanBuilder("send " + topic)
              .setSpanKind(SpanKind.PRODUCER)
              .startSpan();
      ProducerRecord<String, String> record = new ProducerRecord<>(topic, "k", "v");
      try (Scope scope = sent.makeCurrent()) {
        assertThat(scope).isNotNull();
        W3CTraceContextPropagator.getInstance()
            .inject(Context.current(), record.headers(), KafkaHeaders.SETTER);
      }
      producer.send(record).get();
      sent.end();

      await().until(() -> broker.committed(topic, new TopicPartition(topic, 0)) == 1);

      String traceId = sent.getSpanContext().getTraceId();
      assertThat(traceOfCleanup).containsExactly(traceId);
      assertThat(seen).hasSize(2).first().isEqualTo("v " + traceId);
      assertThat(seen.get(1)).contains("trace_id=" + traceId);
      assertThat(consumer.isHealthy()).isTrue();
    }

    assertThat(seen.get(1))
        .contains("order=v", "kafka.topic=" + topic, "kafka.partition=0", "kafka.offset=0");
    assertThat(outcomes)
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.method()).isEqualTo("process");
              assertThat(outcome.path()).isEqualTo(topic + "/0/0");
              assertThat(outcome.route()).isEqualTo(topic);
              assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED);
              assertThat(outcome.failed()).isFalse();
            });
    SpanData consumed =
        spans.getFinishedSpanItems().stream()
            .filter(span -> span.getKind() == SpanKind.CONSUMER)
            .findAny()
            .orElseThrow();
    SpanData produced =
        spans.getFinishedSpanItems().stream()
            .filter(span -> span.getKind() == SpanKind.PRODUCER)
            .findAny()
            .orElseThrow();
    assertThat(consumed.getName()).isEqualTo("process " + topic);
    assertThat(consumed.getTraceId()).isEqualTo(produced.getTraceId());
    assertThat(consumed.getParentSpanId()).isEqualTo(produced.getSpanId());
    assertThat(consumed.getParentSpanContext().isRemote()).isTrue();
    assertThat(consumed.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("messaging.system"), "kafka")
        .containsEntry(AttributeKey.stringKey("messaging.destination.name"), topic)
        .containsEntry(AttributeKey.stringKey("messaging.destination.partition.id"), "0")
        .containsEntry(AttributeKey.longKey("messaging.kafka.offset"), 0L)
        .containsEntry(AttributeKey.stringKey("messaging.consumer.group.name"), topic)
        .containsEntry(AttributeKey.stringKey("messaging.operation.name"), "process")
        .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "process");
  }
}
