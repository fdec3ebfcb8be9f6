package dev.backstop.example;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.semconv.ServiceAttributes;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's SDK: where the spans go. */
final class Telemetry {
  private static final String SERVICE = "order-service";
  private static final Duration BATCH_DELAY = Duration.ofSeconds(1);
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(3);

  private Telemetry() {}

  /**
   * Returns an SDK whose closing sends what it still holds.
   *
   * @param otlpEndpoint the base address of an OTLP/HTTP receiver, or null for spans in the log
   * @param first sees each span before it goes there
   */
  static OpenTelemetrySdk create(@Nullable URI otlpEndpoint, SpanProcessor first) {
    SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault().toBuilder()
                    .put(ServiceAttributes.SERVICE_NAME, SERVICE)
                    .build())
            .addSpanProcessor(first)
            .addSpanProcessor(
                otlpEndpoint == null
                    ? SimpleSpanProcessor.create(new LogSpanExporter())
                    : sendTo(otlpEndpoint))
            .build();
    return OpenTelemetrySdk.builder()
        .setTracerProvider(tracers)
        .setPropagators(
            ContextPropagators.create(
                TextMapPropagator.composite(
                    W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
        .build();
  }

  private static SpanProcessor sendTo(URI endpoint) {
    // OTLP exporter specification: the signal's path is appended to the base address.
    String base = endpoint.toString();
    String url = (base.endsWith("/") ? base : base + "/") + "v1/traces";
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(url)
            .setTimeout(SEND_TIMEOUT)
            .setRetryPolicy(null) // an absent receiver is told at once, and delays no Ctrl-C
            .build();
    return BatchSpanProcessor.builder(exporter).setScheduleDelay(BATCH_DELAY).build();
  }
}
