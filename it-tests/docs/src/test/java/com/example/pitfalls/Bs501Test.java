package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-501.md: a span is not ended. */
@SuppressWarnings("try") // the scope is there for what is done in it
class Bs501Test {
  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", new Wrong())
          .servlet("/right", new Right())
          .build();

  // tag::wrong[]
  class Wrong extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Span span = tracer().spanBuilder("query").startSpan();
      String rows = query(); // throws: the span is never ended
      span.end();
      response.getWriter().print(rows);
    }
  }

  // end::wrong[]

  // tag::right[]
  class Right extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Span span = tracer().spanBuilder("query").startSpan();
      try (Scope scope = span.makeCurrent()) {
        response.getWriter().print(query());
      } finally {
        span.end();
      }
    }
  }

  // end::right[]

  private Tracer tracer() {
    return backstop.telemetry().getTracer("shop");
  }

  private static String query() {
    throw new IllegalStateException("no database");
  }

  @Test
  @ExpectPitfall(PitfallKind.SPAN_NOT_ENDED)
  void wrong_traceLacksTheQuery(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).spans())
        .extracting(SpanData::getName)
        .containsExactly("GET /wrong");
  }

  @Test
  void right_traceHasTheQuery(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).spans())
        .extracting(SpanData::getName)
        .containsExactly("query", "GET /right");
  }
}
