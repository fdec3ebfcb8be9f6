package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.outcome.Outcome;
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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-901.md: an observer throws. */
class Bs901Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  private volatile BiConsumer<Outcome, CleanupReport> listener = (outcome, report) -> {};

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(
              builder ->
                  builder
                      .onOutcome((outcome, report) -> listener.accept(outcome, report))
                      .onOutcome((outcome, report) -> LOG.add("the other observer")))
          .servlet("/orders", new Orders())
          .build();

  // tag::wrong[]
  static class Wrong implements BiConsumer<Outcome, CleanupReport> {
    @Override
    public void accept(Outcome outcome, CleanupReport report) {
      String route = outcome.route().toLowerCase(Locale.ROOT); // null where none matched
      LOG.add(route + " " + outcome.status());
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements BiConsumer<Outcome, CleanupReport> {
    @Override
    public void accept(Outcome outcome, CleanupReport report) {
      String route = outcome.route() == null ? "none" : outcome.route().toLowerCase(Locale.ROOT);
      LOG.add(route + " " + outcome.status());
    }
  }

  // end::right[]

  static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("one order");
    }
  }

  /** The same line in a filter's finally, where there is no Backstop. */
  static class InAFinally implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } finally {
        LOG.add(((String) request.getAttribute("route")).toLowerCase(Locale.ROOT));
      }
    }
  }

  @BeforeEach
  void clear() {
    LOG.clear();
  }

  @Test
  void wrong_withoutBackstop_costsTheClientItsAnswer() throws Exception {
    try (PlainJetty jetty =
        new PlainJetty().filter("/*", new InAFinally()).servlet("/orders", new Orders()).start()) {
      assertThat(jetty.get("/orders").statusCode()).isEqualTo(500);
    }
    assertThat(LOG).isEmpty();
  }

  @Test
  @ExpectPitfall(PitfallKind.OBSERVER_FAILED)
  void wrong_losesItsLine_andNothingElse(RequestSpecification request, Exchanges exchanges) {
    listener = new Wrong();

    Response response = request.get("/unknown");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(exchanges.of(response).outcome()).hasStatus(404).hasRoute(null);
    assertThat(LOG).containsExactly("the other observer");
  }

  @Test
  void right_writesItsLine(RequestSpecification request, Exchanges exchanges) {
    listener = new Right();

    Response response = request.get("/unknown");

    assertThat(response.statusCode()).isEqualTo(404);
    exchanges.of(response);
    assertThat(LOG).containsExactlyInAnyOrder("none 404", "the other observer");
  }
}
