package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.problem.Problem;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-404.md: a failure that the client is never told. */
class Bs404Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", new Wrong())
          .servlet("/right", new Right())
          .build();

  // tag::wrong[]
  static class Wrong extends HttpServlet {
    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      PrintWriter out = response.getWriter();
      out.print("order changed");
      out.flush(); // 200 is out
      if (isStale(request)) {
        LOG.add("refused with 409");
        Exchange.of(request).fail(Problem.of(409)); // nobody reads it
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right extends HttpServlet {
    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (isStale(request)) {
        LOG.add("refused with 409");
        Exchange.of(request).fail(Problem.of(409));
        return;
      }
      response.getWriter().print("order changed");
    }
  }

  // end::right[]

  private static boolean isStale(HttpServletRequest request) {
    return "1".equals(request.getHeader("If-Match"));
  }

  @BeforeEach
  void clear() {
    LOG.clear();
  }

  @Test
  @ExpectPitfall(PitfallKind.PROBLEM_NOT_SENT)
  void wrong_clientReadsASuccess(RequestSpecification request, Exchanges exchanges) {
    Response response = request.header("If-Match", "1").put("/wrong");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.asString()).isEqualTo("order changed");
    assertThat(LOG).containsExactly("refused with 409");
    assertThat(exchanges.of(response).outcome()).hasStatus(200);
  }

  @Test
  void right_clientReads409(RequestSpecification request, Exchanges exchanges) {
    Response response = request.header("If-Match", "1").put("/right");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.asString()).doesNotContain("order changed");
    assertThat(LOG).containsExactly("refused with 409");
    assertThat(exchanges.of(response).outcome()).hasStatus(409);
  }
}
