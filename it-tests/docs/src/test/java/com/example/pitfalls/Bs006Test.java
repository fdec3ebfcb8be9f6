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
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-006.md: a failure after the commit makes a 500 of a 200 that was read. */
class Bs006Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> builder.onOutcome((outcome, report) -> outcomes.add(outcome)))
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .servlet("/*", new HalfDone())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } catch (IOException | ServletException | RuntimeException e) {
        LOG.add("status 500, " + e.getMessage());
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
              "log", outcome -> LOG.add("status " + outcome.status() + " " + outcome.ending()));
      chain.doFilter(request, response);
    }
  }

  // end::right[]

  static class HalfDone extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getOutputStream().print("order 1\n");
      response.flushBuffer();
      throw new IllegalStateException("the cursor is closed");
    }
  }

  private RawResponse get(URI server, String path) {
    LOG.clear();
    try (RawHttpClient client = RawHttpClient.connect(server.getPort())) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
      RawResponse answer = client.read("GET");
      await().until(() -> !outcomes.isEmpty());
      return answer;
    }
  }

  @Test
  void wrong_failureAfterTheCommit_isLoggedAs500(URI server) {
    RawResponse answer = get(server, "/wrong");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.end()).isEqualTo(RawResponse.End.CLOSED_EARLY);
    assertThat(LOG).containsExactly("status 500, the cursor is closed");
    assertThat(outcomes.get(0)).hasStatus(200).isTruncated();
  }

  @Test
  void right_failureAfterTheCommit_isTruncated(URI server) {
    RawResponse answer = get(server, "/right");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.end()).isEqualTo(RawResponse.End.CLOSED_EARLY);
    assertThat(LOG).containsExactly("status 200 TRUNCATED");
    assertThat(outcomes.get(0))
        .hasStatus(200)
        .isTruncated()
        .failed()
        .hasError(IllegalStateException.class, "the cursor is closed");
  }
}
