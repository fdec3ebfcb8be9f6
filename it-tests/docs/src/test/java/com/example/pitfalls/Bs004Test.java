package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

/** docs/pitfalls/BS-004.md: failures get round the code behind the chain. */
class Bs004Test {
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .servlet("/*", new Failing())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      long start = System.nanoTime();
      try {
        chain.doFilter(request, response);
        METERS.timer("orders").record(System.nanoTime() - start, NANOSECONDS);
      } catch (Exception e) {
        METERS.counter("failures").increment();
        throw e;
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Exchange.of(request)
          .cleanups()
          .register(
              "meters",
              outcome -> {
                METERS.timer("orders").record(outcome.duration());
                METERS.counter("failures").increment(outcome.failed() ? 1 : 0);
              });
      chain.doFilter(request, response);
    }
  }

  // end::right[]

  static class Failing extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      if (request.getParameter("error") != null) {
        throw new NoClassDefFoundError("com/example/Discount");
      }
      throw new IllegalStateException("no stock");
    }
  }

  private static String record() {
    return "requests %d, failures %.0f"
        .formatted(METERS.timer("orders").count(), METERS.counter("failures").count());
  }

  @Test
  void wrong_error_isInNoRecord(RequestSpecification request, Exchanges exchanges) {
    METERS.clear();
    Response response = request.get("/wrong?error");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome())
        .hasStatus(500)
        .hasError(NoClassDefFoundError.class);
    assertThat(record()).isEqualTo("requests 0, failures 0");
  }

  @Test
  void wrong_exception_isNotAmongTheRequests(RequestSpecification request, Exchanges exchanges) {
    METERS.clear();
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome()).hasStatus(500);
    assertThat(record()).isEqualTo("requests 0, failures 1");
  }

  @Test
  void right_error_isCountedAndTimed(RequestSpecification request, Exchanges exchanges) {
    METERS.clear();
    Response response = request.get("/right?error");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome())
        .hasStatus(500)
        .hasError(NoClassDefFoundError.class);
    assertThat(record()).isEqualTo("requests 1, failures 1");
  }
}
