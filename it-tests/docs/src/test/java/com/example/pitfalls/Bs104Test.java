package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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

/** docs/pitfalls/BS-104.md: the status is set after sendError. */
class Bs104Test {
  private final HandWrittenLog log = new HandWrittenLog();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/*", log)
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  private static String find(String id) {
    return "42".equals(id) ? "order 42" : null;
  }

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String order = find(request.getParameter("id"));
    if (order == null) {
      response.sendError(404);
    }
    response.setStatus(200); // in both cases
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String order = find(request.getParameter("id"));
    if (order == null) {
      response.sendError(404);
      return;
    }
    response.setStatus(200);
  }

  // end::right[]

  @Test
  @ExpectPitfall(PitfallKind.STATUS_AFTER_SEND_ERROR)
  void wrong_noSuchOrder_clientReads404AndTheLogHas200(
      RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong?id=43");

    assertThat(exchanges.of(response).outcome()).hasStatus(404);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(log.lines()).containsExactly("GET /wrong 200");
  }

  @Test
  void right_noSuchOrder_is404Everywhere(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right?id=43");

    assertThat(exchanges.of(response).outcome()).hasStatus(404);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(log.lines()).containsExactly("GET /right 404");
  }

  @Test
  void right_order_is200(RequestSpecification request) {
    assertThat(request.get("/right?id=42").statusCode()).isEqualTo(200);
  }
}
