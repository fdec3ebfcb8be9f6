package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** docs/pitfalls/BS-504.md: a scope is closed on another thread. */
@SuppressWarnings({"MustBeClosedChecker", "try"}) // the wrong code is the point
class Bs504Test extends TwoTraces {
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

  private static CompletableFuture<String> pay() {
    return CompletableFuture.completedFuture(Span.current().getSpanContext().getTraceId());
  }

  @Override
  HttpServlet wrong() {
    return new Wrong();
  }

  @Override
  HttpServlet right() {
    return new Right();
  }

  @Test
  @ExpectPitfall(PitfallKind.SCOPE_CLOSED_ELSEWHERE)
  void wrong_isReported(RequestSpecification request) {
    assertThat(request.get("/wrong").statusCode()).isEqualTo(200);
  }
}
