package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.Pitfall;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** What metrics cost a request: little, and nothing when the registry breaks. */
class MetricsIsolationTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();

  private Backstop backstop() {
    return backstop(Metrics.builder(registry));
  }

  private static Backstop backstop(MetricsBuilder metrics) {
    return Backstop.builder().use(metrics.build()).build();
  }

  @Test
  void end_registryThrows_costsNobodyAnything() throws Exception {
    MeterRegistry failing =
        new SimpleMeterRegistry() {
          @Override
          protected Timer newTimer(
              Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
            throw new IllegalStateException("the registry is broken");
          }
        };
    try (RecordedLog log = new RecordedLog("test.metrics");
        ObservedServer server =
            new ObservedServer(
                    AccessLog.builder().logger(log.logger()).build(), Metrics.create(failing))
                .on("/", (exchange, request, response) -> response.getWriter().print("fine"))
                .start()) {
      String answer = server.get("/");
      ObservedServer.Ended ended = server.awaitEnd();

      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("fine");
      assertThat(ended.report().failures())
          .singleElement()
          .satisfies(failed -> assertThat(failed.name()).isEqualTo("Metrics"));
      assertThat(log.values()).containsEntry("cleanup_failures", "Metrics");
      assertThat(server.pitfalls())
          .extracting(Pitfall::toString)
          .anyMatch(p -> p.contains("Metrics"));
      assertThat(failing.get("backstop.exchanges.active").gauge().value()).isZero();
    }
  }

  @Test
  void end_timerRemovedFromRegistry_isMadeAnew() {
    Backstop backstop = backstop();
    new Sent().to(backstop, exchange -> {}, 200);

    registry.remove(registry.get("http.server.requests").timer());
    new Sent().to(backstop, exchange -> {}, 200);

    assertThat(registry.get("http.server.requests").timer().count()).isOne();
  }

  @Test
  void timerOf_knownTags_allocatesAtMostOneSmallKey() {
    RequestTimers timers = new RequestTimers(Metrics.builder(registry), registry);
    Outcome outcome =
        new Outcome(
            "GET",
            "/orders/42",
            "/orders/{id}",
            200,
            StatusSource.CONTAINER,
            Ending.COMPLETED,
            null,
            false,
            false,
            0,
            1_000_000);
    Timer timer = timers.timerOf(outcome);

    assertThat(Allocation.bytesPerCall(() -> timers.timerOf(outcome))).isLessThanOrEqualTo(40);
    assertThat(timers.timerOf(outcome)).isSameAs(timer);
  }
}
