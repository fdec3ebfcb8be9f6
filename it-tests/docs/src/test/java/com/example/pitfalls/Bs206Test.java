package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-206.md: the response is written past the wrappers. */
class Bs206Test {
  private final CountingFilter counting = new CountingFilter();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/*", counting)
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(); // with the container's own response
    async.setTimeout(5_000);
    async.start(
        () -> {
          writeOrders(async.getResponse());
          async.complete();
        });
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(5_000);
    async.start(
        () -> {
          writeOrders(async.getResponse());
          async.complete();
        });
  }

  // end::right[]

  private static void writeOrders(ServletResponse response) {
    try {
      response.getOutputStream().print("orders");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @ExpectPitfall(PitfallKind.WRAPPER_BYPASSED)
  void wrong_clientReadsMoreThanWasCounted(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(200);
    assertThat(exchanges.of(response).outcome().bytesWritten()).isEqualTo(6);
    assertThat(response.asString()).isEqualTo("orders");
    assertThat(counting.bytes()).isZero();
  }

  @Test
  void right_clientReadsWhatWasCounted(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome().bytesWritten()).isEqualTo(6);
    assertThat(response.asString()).isEqualTo("orders");
    assertThat(counting.bytes()).isEqualTo(6);
  }
}
