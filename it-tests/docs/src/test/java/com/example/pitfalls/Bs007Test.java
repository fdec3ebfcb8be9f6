package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * docs/pitfalls/BS-007.md: the request log is asked too early, and skipped when the write fails.
 */
class Bs007Test {
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
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setStatus(201);
      LOG.add("handled, status " + response.getStatus());
      try (InputStream report = openReport()) {
        report.transferTo(response.getOutputStream()); // throws
      }
      LOG.add("sent, status " + response.getStatus());
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Exchange.of(request)
          .cleanups()
          .register("request log", outcome -> LOG.add("sent, status " + outcome.status()));
      response.setStatus(201);
      try (InputStream report = openReport()) {
        report.transferTo(response.getOutputStream());
      }
    }
  }

  // end::right[]

  private static InputStream openReport() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("the report is gone");
      }

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        return read();
      }
    };
  }

  @Test
  void wrong_writeFails_theLogHasTheEarlyStatusAlone(
      RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome()).hasStatus(500).hasError(IOException.class);
    assertThat(LOG).containsExactly("handled, status 201");
  }

  @Test
  void right_writeFails_isLoggedAsTheClientReadIt(
      RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome()).hasStatus(500).hasError(IOException.class);
    assertThat(LOG).containsExactly("sent, status 500");
  }
}
