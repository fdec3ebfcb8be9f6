package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.outcome.Outcome;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-014.md: an informational status is taken for the final one. */
class Bs014Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> builder.onOutcome((outcome, report) -> outcomes.add(outcome)))
          .filter("/wrong", new Recording())
          .filter("/right", new Right())
          .servlet("/*", new Page())
          .build();

  // tag::wrong[]
  static class Wrong extends HttpServletResponseWrapper {
    private int status; // the first is the one that counts

    Wrong(HttpServletResponse response) {
      super(response);
    }

    int status() {
      return status;
    }

    @Override
    public void setStatus(int sc) {
      status = status == 0 ? sc : status;
      super.setStatus(sc);
    }

    @Override
    public void sendError(int sc) throws IOException {
      status = status == 0 ? sc : status;
      super.sendError(sc);
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
          .register("log", outcome -> LOG.add("status " + outcome.status()));
      chain.doFilter(request, response);
    }
  }

  // end::right[]

  static class Recording implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Wrong recorder = new Wrong((HttpServletResponse) response);
      chain.doFilter(request, recorder);
      LOG.add("status " + recorder.status());
    }
  }

  static class Page extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getParameter("hint") != null) {
        response.setHeader("Link", "</style.css>; rel=preload");
        response.sendError(103); // in Jetty an interim answer
        response.setStatus(201);
      }
      response.getWriter().print("the page");
    }
  }

  private RawResponse get(URI server, String path) {
    LOG.clear();
    outcomes.clear();
    try (RawHttpClient client = RawHttpClient.connect(server.getPort())) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
      RawResponse answer = client.read("GET");
      await().until(() -> !outcomes.isEmpty());
      return answer;
    }
  }

  @Test
  void wrong_interimAnswer_isTakenForTheLast(URI server) {
    RawResponse answer = get(server, "/wrong?hint");

    assertThat(answer.interimLines()).containsExactly("HTTP/1.1 103 Early Hints");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(outcomes.get(0)).hasStatus(201).isCompleted();
    assertThat(LOG).containsExactly("status 103");
  }

  @Test
  void wrong_nobodySetsAStatus_isTakenForNone(URI server) {
    RawResponse answer = get(server, "/wrong");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(outcomes.get(0)).hasStatus(200).isCompleted();
    assertThat(LOG).containsExactly("status 0");
  }

  @Test
  void right_interimAnswer_isNotFinal(URI server) {
    RawResponse answer = get(server, "/right?hint");

    assertThat(answer.interimLines()).containsExactly("HTTP/1.1 103 Early Hints");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(outcomes.get(0)).hasStatus(201).isCompleted();
    assertThat(LOG).containsExactly("status 201");
  }

  @Test
  void right_nobodySetsAStatus_is200(URI server) {
    RawResponse answer = get(server, "/right");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(LOG).containsExactly("status 200");
  }
}
