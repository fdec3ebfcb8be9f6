package dev.backstop.observe;

import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;

/** A real OpenTelemetry SDK, and the spans that it exported. */
final class RecordedSpans implements AutoCloseable {
  /** Sees the spans of all of them: a ledger may serve several SDKs. */
  static final SpanLedger LEDGER = SpanLedger.create(PitfallLevel.EVERY);

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk;

  RecordedSpans() {
    this(Sampler.parentBased(Sampler.alwaysOn()));
  }

  RecordedSpans(Sampler sampler) {
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .setSampler(sampler)
                    .addSpanProcessor(LEDGER)
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setPropagators(
                ContextPropagators.create(
                    TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(),
                        W3CBaggagePropagator.getInstance())))
            .build();
  }

  OpenTelemetry sdk() {
    return sdk;
  }

  List<SpanData> all() {
    return exporter.getFinishedSpanItems();
  }

  /** Returns the one server span. */
  SpanData only() {
    List<SpanData> spans =
        all().stream().filter(span -> span.getKind() == SpanKind.SERVER).toList();
    if (spans.size() != 1) {
      throw new AssertionError("expected one server span, found " + all());
    }
    return spans.get(0);
  }

  /** Returns an attribute of the one server span, or null. */
  Object attribute(String name) {
    return only().getAttributes().asMap().entrySet().stream()
        .filter(entry -> entry.getKey().getKey().equals(name))
        .<Object>map(entry -> entry.getValue())
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    sdk.close();
  }
}
