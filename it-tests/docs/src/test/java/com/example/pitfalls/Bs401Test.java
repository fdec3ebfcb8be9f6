package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.trace.StatusCode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-401.md: an error is swallowed. */
class Bs401Test {
  private final HandWrittenLog log = new HandWrittenLog();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/*", log)
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .servlet("/*", new Orders())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } catch (RuntimeException e) {
        Exchange.of(request).recordError(e); // and no word to the client
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } catch (RuntimeException e) {
        Exchange.of(request).recordError(e);
        ((HttpServletResponse) response).sendError(503);
      }
    }
  }

  // end::right[]

  static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      throw new IllegalStateException("no database");
    }
  }

  @Test
  @ExpectPitfall(PitfallKind.ERROR_SWALLOWED)
  void wrong_clientReadsAnEmptySuccess(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.asString()).isEmpty();
    assertThat(log.lines()).containsExactly("GET /wrong 200");
    assertThat(exchanges.of(response).outcome())
        .hasStatus(200)
        .hasError(IllegalStateException.class, "no database")
        .handledItsError();
    assertThat(exchanges.of(response).serverSpan().getStatus().getStatusCode())
        .isEqualTo(StatusCode.ERROR);
  }

  @Test
  void right_clientReads503(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(exchanges.of(response).outcome())
        .hasStatus(503)
        .hasError(IllegalStateException.class, "no database")
        .handledItsError();
  }
}
