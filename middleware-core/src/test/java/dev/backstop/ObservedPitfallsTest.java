package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.Tracing;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pitfalls as a meter and as events on the span. */
class ObservedPitfallsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private double count(PitfallKind kind) {
    return meters.get("backstop.pitfalls").tag("kind", kind.name()).counter().count();
  }

  @Test
  void metrics_everyKind_isThereAtZero() {
    Metrics.create(meters);

    assertThat(meters.find("backstop.pitfalls").counters())
        .hasSize(PitfallKind.values().length)
        .allMatch(counter -> counter.count() == 0);
  }

  @Test
  void metrics_pitfalls_areCountedExactlyByKind() throws Exception {
    try (PitfallServer server = new PitfallServer(each -> each.use(Metrics.create(meters)))) {
      server
          .serve(
              "/orders",
              (request, response) -> {
                response.flushBuffer();
                response.setStatus(500);
                Exchange.of(request)
                    .cleanups()
                    .register(
                        "audit",
                        outcome -> {
                          throw new IOException("disk full");
                        });
              })
          .start();

      for (int i = 0; i < 3; i++) {
        server.visit("/orders");
      }
    }

    assertThat(count(PitfallKind.STATUS_AFTER_COMMIT)).isEqualTo(3);
    assertThat(count(PitfallKind.CLEANUP_FAILED)).isEqualTo(3);
    assertThat(count(PitfallKind.STATUS_OVERRIDDEN)).isZero();
  }

  @Test
  void tracing_pitfall_isAnEventOnTheServerSpan() throws Exception {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    try (OpenTelemetrySdk sdk = sdkTo(spans);
        PitfallServer server = new PitfallServer(each -> each.use(Tracing.create(sdk)))) {
      server
          .serve(
              "/orders",
              (request, response) -> {
                response.flushBuffer();
                response.setStatus(500);
              })
          .start();

      server.visit("/orders");

      List<EventData> events = spans.getFinishedSpanItems().get(0).getEvents();
      assertThat(events).hasSize(1);
      assertThat(events.get(0).getName()).isEqualTo("backstop.pitfall");
      assertThat(value(events.get(0), "id")).isEqualTo("BS-101");
      assertThat(value(events.get(0), "kind")).isEqualTo("STATUS_AFTER_COMMIT");
      assertThat(value(events.get(0), "detail")).isEqualTo("setStatus(500)");
      assertThat(value(events.get(0), "site")).contains("ObservedPitfallsTest.java:");
    }
  }

  private static OpenTelemetrySdk sdkTo(InMemorySpanExporter spans) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .build();
  }

  private static String value(EventData event, String name) {
    return event.getAttributes().get(AttributeKey.stringKey("backstop.pitfall." + name));
  }

  /** A watch that breaks at every pitfall, its own too. */
  private static final class Broken implements Middleware {
    @Override
    public Watch start(Exchange exchange) {
      return new Watch() {
        @Override
        public void pitfall(Pitfall pitfall) {
          throw new IllegalStateException("broken");
        }

        @Override
        public void end(Outcome outcome, CleanupReport report) {}
      };
    }
  }

  @Test
  void watch_throwsAtAPitfall_theOthersAreTold() throws Exception {
    try (PitfallServer server =
        new PitfallServer(each -> each.use(new Broken()).use(Metrics.create(meters)))) {
      server
          .serve(
              "/orders",
              (request, response) -> {
                response.flushBuffer();
                response.setStatus(500);
              })
          .start();

      server.visit("/orders");
    }

    assertThat(count(PitfallKind.STATUS_AFTER_COMMIT)).isEqualTo(1);
    assertThat(count(PitfallKind.OBSERVER_FAILED)).isZero();
  }

  @Test
  void metrics_pitfallAfterTheEnd_isCounted() throws Exception {
    try (PitfallServer server = new PitfallServer(each -> each.use(Metrics.create(meters)))) {
      Exchange[] kept = new Exchange[1];
      server.serve("/orders", (request, response) -> kept[0] = Exchange.of(request)).start();
      server.visit("/orders");

      kept[0].cleanups().register("late", outcome -> {});
    }

    assertThat(count(PitfallKind.CLEANUP_LATE)).isEqualTo(1);
  }
}
