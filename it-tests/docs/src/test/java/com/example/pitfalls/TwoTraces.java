package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.observe.Tracing;
import io.opentelemetry.api.trace.Tracer;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A scope that is closed wrong, and the trace of the next request on its thread. */
abstract class TwoTraces {
  @RegisterExtension
  @Order(1)
  final GuardedTelemetry telemetry = new GuardedTelemetry();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .ownTelemetry()
          .backstop(
              builder -> builder.use(Tracing.create(telemetry.telemetry())).use(telemetry.guard()))
          .servlet("/wrong", wrong())
          .servlet("/right", right())
          .build();

  abstract HttpServlet wrong();

  abstract HttpServlet right();

  final Tracer tracer() {
    return telemetry.tracer();
  }

  @Test
  void wrong_withoutBackstop_theNextRequestIsInTheTraceOfThisOne() throws Exception {
    Visits visits = Visits.of(wrong(), tracer());

    assertThat(visits.first()).hasSize(32);
    assertThat(visits.next()).isEqualTo(visits.first());
  }

  @Test
  void right_withoutBackstop_theNextRequestHasItsOwnTrace() throws Exception {
    Visits visits = Visits.of(right(), tracer());

    assertThat(visits.first()).hasSize(32);
    assertThat(visits.next()).hasSize(32).isNotEqualTo(visits.first());
  }

  @Test
  void right_isSilent(RequestSpecification request) {
    assertThat(request.get("/right").statusCode()).isEqualTo(200);
  }
}
