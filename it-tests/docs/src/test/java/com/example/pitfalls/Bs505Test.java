package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.EndedExchange;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-505.md: a span is changed after its end. */
class Bs505Test {
  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", new Orders(this::loadWrong))
          .servlet("/right", new Orders(this::loadRight))
          .build();

  // tag::wrong[]
  private String loadWrong(String id) throws SQLException {
    Span span = tracer().spanBuilder("load").startSpan();
    try {
      try {
        return query(id);
      } finally {
        span.end();
      }
    } catch (SQLException e) {
      span.setStatus(StatusCode.ERROR); // dropped
      throw e;
    }
  }

  // end::wrong[]

  // tag::right[]
  private String loadRight(String id) throws SQLException {
    Span span = tracer().spanBuilder("load").startSpan();
    try {
      return query(id);
    } catch (SQLException e) {
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  // end::right[]

  private Tracer tracer() {
    return backstop.telemetry().getTracer("shop");
  }

  private static String query(String id) throws SQLException {
    throw new SQLException("no database for order " + id);
  }

  /** What loads an order. */
  @FunctionalInterface
  interface Load {
    String load(String id) throws SQLException;
  }

  static class Orders extends HttpServlet {
    private final transient Load load;

    Orders(Load load) {
      this.load = load;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        response.getWriter().print(load.load(request.getParameter("id")));
      } catch (SQLException e) {
        response.sendError(503);
      }
    }
  }

  private static StatusCode statusOfLoad(EndedExchange exchange) {
    return exchange.spans().stream()
        .filter(span -> span.getName().equals("load"))
        .findFirst()
        .orElseThrow()
        .getStatus()
        .getStatusCode();
  }

  @Test
  @ExpectPitfall(PitfallKind.SPAN_CHANGED_AFTER_END)
  void wrong_spanIsOfASuccess(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong?id=7");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(statusOfLoad(exchanges.of(response))).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void right_spanIsOfAnError(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right?id=7");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(statusOfLoad(exchanges.of(response))).isEqualTo(StatusCode.ERROR);
  }
}
