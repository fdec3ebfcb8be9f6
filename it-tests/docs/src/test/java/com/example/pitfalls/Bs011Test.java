package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

/** docs/pitfalls/BS-011.md: the logging context is cleared before the line is written. */
class Bs011Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/wrong", new LineAfterTheChain())
          .filter("/wrong", new Wrong())
          .filter("/right", new LineAtTheEnd())
          .filter("/right", new Right())
          .servlet("/*", new Orders())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      MDC.put("order", request.getParameter("order"));
      try {
        chain.doFilter(request, response);
      } finally {
        MDC.clear(); // what the filters in front have put as well
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      String order = request.getParameter("order");
      Exchange.of(request).logField("order", order); // for what is logged at the end
      MDC.put("order", order);
      try {
        chain.doFilter(request, response);
      } finally {
        MDC.remove("order");
      }
    }
  }

  // end::right[]

  private static void logLine() {
    LOG.add("request " + MDC.get("request") + ", order " + MDC.get("order"));
  }

  static class LineAfterTheChain implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      MDC.put("request", "r1");
      try {
        chain.doFilter(request, response);
      } finally {
        logLine();
        MDC.remove("request");
      }
    }
  }

  static class LineAtTheEnd implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Exchange exchange = Exchange.of(request);
      exchange.logField("request", "r1");
      exchange.cleanups().register("line", outcome -> logLine());
      chain.doFilter(request, response);
    }
  }

  static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(201);
    }
  }

  @Test
  void wrong_innerFilterClears_theLineHasNoField(
      RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/wrong?order=4711");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(exchanges.of(response).outcome()).hasStatus(201);
    assertThat(LOG).containsExactly("request null, order null");
  }

  @Test
  void right_lineAtTheEnd_hasTheFields(RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/right?order=4711");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(exchanges.of(response).outcome()).hasStatus(201);
    assertThat(LOG).containsExactly("request r1, order 4711");
  }
}
