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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-205.md: the request is used after the end. */
class Bs205Test {
  private final List<String> audit = new CopyOnWriteArrayList<>();
  @AutoClose private final Worker executor = new Worker();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(202);
    executor.execute(() -> audit.add(request.getHeader("User-Agent")));
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(202);
    String userAgent = request.getHeader("User-Agent");
    executor.execute(() -> audit.add(userAgent));
  }

  // end::right[]

  @Test
  @ExpectPitfall(PitfallKind.REQUEST_AFTER_END)
  void wrong_auditHasNothing(RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.header("User-Agent", "shopper").get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(202).hasNoError();
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(executor.finish()).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(audit).isEmpty();
  }

  @Test
  void right_auditHasTheBrowser(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.header("User-Agent", "shopper").get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(202).hasNoError();
    assertThat(executor.finish()).isEmpty();
    assertThat(audit).containsExactly("shopper");
  }
}
