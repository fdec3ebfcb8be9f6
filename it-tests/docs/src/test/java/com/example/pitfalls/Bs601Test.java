package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** docs/pitfalls/BS-601.md: logging context is left behind. */
@SuppressWarnings("try") // the field is there for what logs meanwhile
class Bs601Test {
  private static final Logger SHOP = LoggerFactory.getLogger("shop");

  @RegisterExtension final ShopLog log = new ShopLog();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .servlet("/*", new Orders())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      MDC.put("user", request.getParameter("user"));
      chain.doFilter(request, response);
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try (MDC.MDCCloseable field = MDC.putCloseable("user", request.getParameter("user"))) {
        chain.doFilter(request, response);
      }
    }
  }

  // end::right[]

  static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      SHOP.info("served {}", request.getRequestURI());
    }
  }

  /** Serves a visitor who is logged in, and then one who is not, on one thread. */
  private List<String> linesOfTwoVisitors(Filter users) throws Exception {
    try (PlainJetty jetty =
        new PlainJetty()
            .filter("/*", new OneThread())
            .filter("/orders", users)
            .servlet("/*", new Orders())
            .start()) {
      assertThat(jetty.get("/orders?user=anna").statusCode()).isEqualTo(200);
      assertThat(jetty.get("/prices").statusCode()).isEqualTo(200);
    }
    return log.lines();
  }

  @Test
  void wrong_withoutBackstop_theNextVisitorIsLoggedAsTheFirst() throws Exception {
    assertThat(linesOfTwoVisitors(new Wrong()))
        .containsExactly("served /orders {user=anna}", "served /prices {user=anna}");
  }

  @Test
  void right_withoutBackstop_theNextVisitorIsLoggedWithoutAUser() throws Exception {
    assertThat(linesOfTwoVisitors(new Right()))
        .containsExactly("served /orders {user=anna}", "served /prices {}");
  }

  @Test
  @ExpectPitfall(PitfallKind.MDC_LEFT_BEHIND)
  void wrong_isReported(RequestSpecification request) {
    assertThat(request.get("/wrong?user=anna").statusCode()).isEqualTo(200);
    assertThat(log.lines()).containsExactly("served /wrong {user=anna}");
  }

  @Test
  void right_isSilent(RequestSpecification request) {
    assertThat(request.get("/right?user=anna").statusCode()).isEqualTo(200);
    assertThat(log.lines()).containsExactly("served /right {user=anna}");
  }
}
