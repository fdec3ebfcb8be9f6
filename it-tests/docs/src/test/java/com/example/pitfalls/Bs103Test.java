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
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-103.md: another layer hides an error status. */
class Bs103Test {
  private final HandWrittenLog log = new HandWrittenLog();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/*", log)
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .servlet("/*", new Orders())
          .build();

  static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(404);
    }
  }

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response); // no such order: 404
      } finally {
        ((HttpServletResponse) response).setStatus(200);
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      ((HttpServletResponse) response).setStatus(200); // a default, until somebody knows better
      chain.doFilter(request, response);
    }
  }

  // end::right[]

  @Test
  @ExpectPitfall(PitfallKind.STATUS_OVERRIDDEN)
  void wrong_noSuchOrder_clientReads200(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(200);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(log.lines()).containsExactly("GET /wrong 200");
  }

  @Test
  void right_noSuchOrder_clientReads404(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(404);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(log.lines()).containsExactly("GET /right 404");
  }
}
