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
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-005.md: a client that leaves is a success in the record, or a 500. */
class Bs005Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final HandWrittenLog handWritten = new HandWrittenLog();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> builder.onOutcome((outcome, report) -> outcomes.add(outcome)))
          .filter("/wrong", handWritten)
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .servlet("/*", new Export())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      int status = 500; // unless the chain returns
      try {
        chain.doFilter(request, response);
        status = ((HttpServletResponse) response).getStatus();
      } finally {
        LOG.add("status " + status);
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

  private void leave(URI server, String path) {
    LOG.clear();
    try (RawHttpClient client = RawHttpClient.connect(server.getPort(), 4_096)) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
      RawResponse answer = client.readPrefix("GET", 1_000);
      client.reset();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.isComplete()).isFalse();
    }
    await().until(() -> !outcomes.isEmpty());
  }

  @Test
  void wrong_clientThatLeaves_isA500AndA200(URI server) {
    leave(server, "/wrong");

    assertThat(LOG).containsExactly("status 500");
    assertThat(handWritten.lines()).containsExactly("GET /wrong 200");
    assertThat(outcomes.get(0)).hasStatus(200).isAborted();
  }

  @Test
  void right_clientThatLeaves_isAborted(URI server) {
    leave(server, "/right");

    assertThat(LOG).containsExactly("status 200 ABORTED");
    assertThat(outcomes.get(0)).hasStatus(200).isAborted();
  }
}
