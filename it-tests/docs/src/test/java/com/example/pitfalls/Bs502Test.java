package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-502.md: a scope is left open. */
@SuppressWarnings({"MustBeClosedChecker", "try"}) // the wrong code is the point
class Bs502Test {
  @RegisterExtension final GuardedTelemetry telemetry = new GuardedTelemetry();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .ownTelemetry()
          .backstop(
              builder -> builder.use(Tracing.create(telemetry.telemetry())).use(telemetry.guard()))
          .servlet("/wrong", new Wrong())
          .servlet("/right", new Right())
          .build();

  // tag::wrong[]
  class Wrong extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Span span = tracer().spanBuilder("order").startSpan();
      try {
        span.makeCurrent(); // and no close()
        response.getWriter().print(place());
      } finally {
        span.end();
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  class Right extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Span span = tracer().spanBuilder("order").startSpan();
      try (Scope scope = span.makeCurrent()) {
        response.getWriter().print(place());
      } finally {
        span.end();
      }
    }
  }

  // end::right[]

  private Tracer tracer() {
    return telemetry.tracer();
  }

  private static String place() {
    return Span.current().getSpanContext().getTraceId();
  }

  @Test
  void wrong_withoutBackstop_theNextRequestIsInTheTraceOfThisOne() throws Exception {
    Visits visits = Visits.of(new Wrong(), tracer());

    assertThat(visits.first()).hasSize(32);
    assertThat(visits.next()).isEqualTo(visits.first());
  }

  @Test
  void right_withoutBackstop_theNextRequestHasItsOwnTrace() throws Exception {
    Visits visits = Visits.of(new Right(), tracer());

    assertThat(visits.first()).hasSize(32);
    assertThat(visits.next()).hasSize(32).isNotEqualTo(visits.first());
  }

  @Test
  @ExpectPitfall(PitfallKind.SCOPE_LEFT_OPEN)
  void wrong_isReported(RequestSpecification request) {
    assertThat(request.get("/wrong").statusCode()).isEqualTo(200);
  }

  @Test
  void right_isSilent(RequestSpecification request) {
    assertThat(request.get("/right").statusCode()).isEqualTo(200);
  }
}
