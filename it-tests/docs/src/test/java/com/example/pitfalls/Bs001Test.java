package com.example.pitfalls;

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
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-001.md: the status is read in a {@code finally}. */
class Bs001Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .servlet("/*", new LateReply())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } finally {
        LOG.add("status " + ((HttpServletResponse) response).getStatus());
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Exchange exchange = Exchange.of((HttpServletRequest) request);
      exchange.cleanups().register("log", outcome -> LOG.add("status " + outcome.status()));
      chain.doFilter(request, response);
    }
  }

  // end::right[]

  @Test
  void wrong_asyncReply_isLoggedBeforeItIsThere(RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome().status()).isEqualTo(201);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(LOG).containsExactly("status 200");
  }

  @Test
  void right_asyncReply_isLoggedAsTheClientReadIt(
      RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/right");

    exchanges.of(response);
    assertThat(LOG).containsExactly("status " + response.statusCode());
  }
}
