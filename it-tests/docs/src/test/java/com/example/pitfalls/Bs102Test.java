package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-102.md: a cleanup touches the response. */
class Bs102Test {
  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  private static String loadOrders() {
    return "orders";
  }

  private static String since(long start) {
    return "db;dur=" + (System.nanoTime() - start) / 1_000_000;
  }

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) throws IOException {
    long start = System.nanoTime();
    Exchange.of(request)
        .cleanups()
        .register("timing", outcome -> response.setHeader("Server-Timing", since(start)));
    response.getWriter().print(loadOrders());
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws IOException {
    long start = System.nanoTime();
    String orders = loadOrders();
    response.setHeader("Server-Timing", since(start)); // before the first byte
    response.getWriter().print(orders);
  }

  // end::right[]

  @Test
  @ExpectPitfall(PitfallKind.RESPONSE_IN_CLEANUP)
  void wrong_clientReadsNoHeader_andTheCleanupHasNotFailed(
      RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(200);
    assertThat(exchanges.of(response).report().failures()).isEmpty();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.header("Server-Timing")).isNull();
    assertThat(response.asString()).isEqualTo("orders");
  }

  @Test
  void right_clientReadsTheHeader(RequestSpecification request) {
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.header("Server-Timing")).startsWith("db;dur=");
    assertThat(response.asString()).isEqualTo("orders");
  }
}
