package dev.backstop.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerObservationTest {
  @ParameterizedTest
  @CsvSource({
    // keep, name, timed, traced, tracer, kept, timer, the span is Spring's
    ",, true, true, false, false, http.server.requests, false",
    ",, true, true, true, false, http.server.requests, false",
    ",, true, false, false, false, http.server.requests, false",
    // A tracer and no OpenTelemetry, as with Brave
    ",, true, false, true, true, backstop.server.requests, true",
    ",, false, true, false, true, backstop.server.requests, false",
    ",, false, true, true, true, backstop.server.requests, true",
    "true,, true, true, false, true, backstop.server.requests, false",
    "true,, true, true, true, true, backstop.server.requests, true",
    "true, shop.requests, true, true, false, true, shop.requests, false",
    "false,, true, false, true, false, http.server.requests, false",
    "false,, false, false, false, false, http.server.requests, false",
    "false, shop.requests, true, true, true, false, shop.requests, false",
    ", shop.requests, true, true, true, true, shop.requests, true",
    ", http.server.requests, true, true, true, false, http.server.requests, false",
  })
  void decide_whatIsThere_isOneTimerOfTheNameAndOneSpan(
      Boolean keep,
      String name,
      boolean timed,
      boolean traced,
      boolean tracer,
      boolean kept,
      String timer,
      boolean spanIsSprings) {
    BackstopProperties.Metrics settings =
        new BackstopProperties.Metrics(true, name, keep, false, List.of(), 1, 1, 1, true, Map.of());

    ServerObservation decided =
        ServerObservation.decide(settings, "http.server.requests", timed, traced, tracer);

    assertThat(decided.isKept()).isEqualTo(kept);
    assertThat(decided.timer()).isEqualTo(timer);
    assertThat(decided.spanIsSprings()).isEqualTo(spanIsSprings);
  }
}
