package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** docs/pitfalls/BS-502.md: a scope is left open. */
@SuppressWarnings({"MustBeClosedChecker", "try"}) // the wrong code is the point
class Bs502Test extends TwoTraces {
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

  private static String place() {
    return Span.current().getSpanContext().getTraceId();
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
  @ExpectPitfall(PitfallKind.SCOPE_LEFT_OPEN)
  void wrong_isReported(RequestSpecification request) {
    assertThat(request.get("/wrong").statusCode()).isEqualTo(200);
  }
}
