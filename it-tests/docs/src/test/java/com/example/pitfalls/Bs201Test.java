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
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-201.md: the response is used after the end. */
class Bs201Test {
  private final HandWrittenLog log = new HandWrittenLog();
  @AutoClose private final Worker executor = new Worker();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/*", log)
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) {
    executor.execute(() -> reply(response));
    // and the servlet returns
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    executor.execute(
        () -> {
          try {
            reply(response);
          } finally {
            async.complete();
          }
        });
  }

  // end::right[]

  private static void reply(HttpServletResponse response) {
    try {
      response.getOutputStream().print("order 42");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @ExpectPitfall(PitfallKind.RESPONSE_AFTER_END)
  void wrong_clientReadsAnEmptySuccess(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(200).hasNoError();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.asString()).isEmpty();
    assertThat(log.lines()).containsExactly("GET /wrong 200");
    assertThat(executor.finish()).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void right_clientReadsTheOrder(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    executor.begin();
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(200).hasNoError();
    assertThat(response.asString()).isEqualTo("order 42");
    assertThat(executor.finish()).isEmpty();
  }
}
