package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** docs/pitfalls/BS-503.md: a scope is closed out of order. */
@SuppressWarnings({"MustBeClosedChecker", "try"}) // the wrong code is the point
class Bs503Test extends TwoTraces {
  // tag::wrong[]
  class Wrong extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Span span = tracer().spanBuilder("order").startSpan();
      Scope spanScope = span.makeCurrent();
      Scope cartScope = Baggage.builder().put("cart", "7").build().makeCurrent();
      try {
        response.getWriter().print(pay());
      } finally {
        spanScope.close(); // ignored: the other one is still open
        cartScope.close(); // makes the span current again
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
      try (Scope spanScope = span.makeCurrent();
          Scope cartScope = Baggage.builder().put("cart", "7").build().makeCurrent()) {
        response.getWriter().print(pay());
      } finally {
        span.end();
      }
    }
  }

  // end::right[]

  private static String pay() {
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
  @ExpectPitfall(PitfallKind.SCOPE_CLOSED_OUT_OF_ORDER)
  void wrong_isReported(RequestSpecification request) {
    assertThat(request.get("/wrong").statusCode()).isEqualTo(200);
  }
}
