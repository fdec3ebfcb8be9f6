package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
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
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-101.md: the status is set after the commit. */
class Bs101Test {
  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/*", new Recording())
          .servlet("/wrong", new Wrong())
          .servlet("/right", new Right())
          .build();

  // tag::wrong[]
  static class Wrong extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.flushBuffer();
      response.setStatus(500); // the client has read 200
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setStatus(500);
      response.flushBuffer();
    }
  }

  // end::right[]

  /** Keeps the argument of setStatus. */
  static class Recording implements Filter {
    static volatile int recorded;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      recorded = 200;
      chain.doFilter(
          request,
          new HttpServletResponseWrapper((HttpServletResponse) response) {
            @Override
            public void setStatus(int status) {
              recorded = status;
              super.setStatus(status);
            }
          });
    }
  }

  @Test
  @ExpectPitfall(PitfallKind.STATUS_AFTER_COMMIT)
  void wrong_clientReads200(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(exchanges.of(response).outcome()).hasStatus(200);
    assertThat(Recording.recorded).isEqualTo(500);
  }

  @Test
  void right_clientReads500(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome()).hasStatus(500);
  }
}
