package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-504.md: a scope is closed on another thread. */
@SuppressWarnings({"MustBeClosedChecker", "try"}) // the wrong code is the point
class Bs504Test {
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
      Span span = tracer().spanBuilder("payment").startSpan();
      Scope scope = span.makeCurrent();
      CompletableFuture<String> payment =
          pay()
              .whenCompleteAsync(
                  (traceId, error) -> {
                    scope.close(); // on a thread that never opened it
                    span.end();
                  });
      response.getWriter().print(payment.join());
    }
  }

  // end::wrong[]

  // tag::right[]
  class Right extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Span span = tracer().spanBuilder("payment").startSpan();
      CompletableFuture<String> payment;
      try (Scope scope = span.makeCurrent()) {
        payment =
            pay().whenCompleteAsync(Context.current().wrapConsumer((traceId, error) -> span.end()));
      }
      response.getWriter().print(payment.join());
    }
  }

  // end::right[]

  private Tracer tracer() {
    return telemetry.tracer();
  }

  private static CompletableFuture<String> pay() {
    return CompletableFuture.completedFuture(Span.current().getSpanContext().getTraceId());
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
  @ExpectPitfall(PitfallKind.SCOPE_CLOSED_ELSEWHERE)
  void wrong_isReported(RequestSpecification request) {
    assertThat(request.get("/wrong").statusCode()).isEqualTo(200);
  }

  @Test
  void right_isSilent(RequestSpecification request) {
    assertThat(request.get("/right").statusCode()).isEqualTo(200);
  }
}
