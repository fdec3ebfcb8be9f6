package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Stage;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.Servlet;
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

/** docs/pitfalls/BS-602.md: logging context of an outer layer is removed. */
@SuppressWarnings("try") // the field is there for what logs meanwhile
class Bs602Test {
  private static final Logger SHOP = LoggerFactory.getLogger("shop");

  @RegisterExtension final ShopLog log = new ShopLog();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> builder.use(new Tenants()))
          .servlet("/wrong", new Wrong())
          .servlet("/right", new Right())
          .build();

  // tag::wrong[]
  static class Wrong extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      try (MDC.MDCCloseable field = MDC.putCloseable("tenant", "globex")) {
        SHOP.info("order passed on");
      }
      // the tenant is gone now, not what it was
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      String before = MDC.get("tenant");
      MDC.put("tenant", "globex");
      try {
        SHOP.info("order passed on");
      } finally {
        if (before == null) {
          MDC.remove("tenant");
        } else {
          MDC.put("tenant", before);
        }
      }
    }
  }

  // end::right[]

  /** The outer layer where there is no Backstop: a filter. */
  static class TenantFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      MDC.put("tenant", "acme");
      try {
        chain.doFilter(request, response);
        SHOP.info("done");
      } finally {
        MDC.remove("tenant");
      }
    }
  }

  /** The outer layer with Backstop: a middleware in front of the logging context. */
  static class Tenants implements Middleware {
    @Override
    public Stage stage() {
      return Stage.CONTEXT;
    }

    @Override
    public Watch start(Exchange exchange) {
      return new Watch() {
        @Override
        public AutoCloseable enter(DispatcherType type) {
          MDC.put("tenant", "acme");
          return () -> {
            SHOP.info("done");
            MDC.remove("tenant");
          };
        }

        @Override
        public void end(Outcome outcome, CleanupReport report) {}
      };
    }
  }

  private List<String> linesWithoutBackstop(Servlet orders) throws Exception {
    try (PlainJetty jetty =
        new PlainJetty().filter("/*", new TenantFilter()).servlet("/orders", orders).start()) {
      assertThat(jetty.get("/orders").statusCode()).isEqualTo(200);
    }
    return log.lines();
  }

  @Test
  void wrong_withoutBackstop_theOuterLineHasNoTenant() throws Exception {
    assertThat(linesWithoutBackstop(new Wrong()))
        .containsExactly("order passed on {tenant=globex}", "done {}");
  }

  @Test
  void right_withoutBackstop_theOuterLineHasItsTenant() throws Exception {
    assertThat(linesWithoutBackstop(new Right()))
        .containsExactly("order passed on {tenant=globex}", "done {tenant=acme}");
  }

  @Test
  @ExpectPitfall(PitfallKind.MDC_REMOVED)
  void wrong_withBackstop_theOuterLineHasItsTenant(
      RequestSpecification request, Exchanges exchanges) {
    exchanges.of(request.get("/wrong"));

    assertThat(log.lines())
        .containsExactly("order passed on {tenant=globex}", "done {tenant=acme}");
  }

  @Test
  void right_isSilent(RequestSpecification request, Exchanges exchanges) {
    exchanges.of(request.get("/right"));

    assertThat(log.lines())
        .containsExactly("order passed on {tenant=globex}", "done {tenant=acme}");
  }
}
