package dev.backstop.kafka;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A real OpenTelemetry SDK that keeps what ended and counts what was started. */
public final class Spans {
  private final AtomicInteger started = new AtomicInteger();
  private final List<SpanData> ended = new CopyOnWriteArrayList<>();
  private final OpenTelemetrySdk sdk;

  Spans() {
    this(span -> {});
  }

  /** Makes one that tells each end, on its thread. */
  Spans(Consumer<SpanData> onEnd) {
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder().addSpanProcessor(new Keeping(onEnd)).build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
  }

  private final class Keeping implements SpanProcessor {
    private final Consumer<SpanData> onEnd;

    Keeping(Consumer<SpanData> onEnd) {
      this.onEnd = onEnd;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      if (span.getKind() == SpanKind.CONSUMER) {
        started.incrementAndGet();
      }
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (span.getKind() == SpanKind.CONSUMER) {
        ended.add(span.toSpanData());
        onEnd.accept(span.toSpanData());
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  public OpenTelemetrySdk openTelemetry() {
    return sdk;
  }

  /** Returns the consumer spans that ended. */
  public List<SpanData> ended() {
    return List.copyOf(ended);
  }

  int startedCount() {
    return started.get();
  }

  /** Puts the context of a new producer span into the headers, and returns that span, ended. */
  Span producerOf(ProducerRecord<?, ?> record) {
    Span span =
        sdk.getTracer("test")
            .spanBuilder("send " + record.topic())
            .setSpanKind(SpanKind.PRODUCER)
            .startSpan();
    W3CTraceContextPropagator.getInstance()
        .inject(Context.root().with(span), record.headers(), KafkaHeaders.SETTER);
    span.end();
    return span;
  }

  static Object attribute(SpanData span, String key) {
    return span.getAttributes().asMap().entrySet().stream()
        .filter(entry -> entry.getKey().getKey().equals(key))
        .map(java.util.Map.Entry::getValue)
        .findAny()
        .orElse(null);
  }

  static AttributeKey<String> text(String key) {
    return AttributeKey.stringKey(key);
  }
}
