package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.AsyncEvent;
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

/** docs/pitfalls/BS-002.md: the record is made in {@code onTimeout}. */
class Bs002Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .servlet("/*", new Silent())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      HttpServletResponse http = (HttpServletResponse) response;
      chain.doFilter(request, response);
      if (request.isAsyncStarted()) {
        request
            .getAsyncContext()
            .addListener(
                new EmptyAsyncListener() {
                  @Override
                  public void onTimeout(AsyncEvent event) {
                    LOG.add("timeout, status " + http.getStatus());
                  }
                });
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Exchange exchange = Exchange.of(request);
      exchange
          .cleanups()
          .register(
              "log",
              outcome -> {
                String how = outcome.timedOut() ? "timeout" : "answer";
                LOG.add(how + ", status " + outcome.status());
              });
      chain.doFilter(request, response);
    }
  }

  // end::right[]

  /** Nobody replies. */
  static class Silent extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      request.startAsync().setTimeout(250);
    }
  }

  @Test
  void wrong_timeout_isLoggedBeforeItsStatusIsThere(
      RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome()).hasStatus(500).timedOut();
    assertThat(LOG).containsExactly("timeout, status 200");
  }

  @Test
  void right_timeout_isLoggedAsTheClientReadIt(RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome()).hasStatus(500).timedOut();
    assertThat(LOG).containsExactly("timeout, status 500");
  }
}
