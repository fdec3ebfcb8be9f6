package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-403.md: a predicted status is wrong. */
class Bs403Test {
  private final PlainJetty jetty = new PlainJetty();
  private final BackstopBuilder builder = Backstop.builder();

  @RegisterExtension
  final BackstopExtension backstop = BackstopExtension.beside(builder).port(jetty::port).build();

  @AfterEach
  void stop() {
    jetty.close();
  }

  static class Wrong {
    // tag::wrong[]
    static void add(Backstop backstop, ServletContext context) {
      FilterRegistration.Dynamic filter = context.addFilter("backstop", backstop.filter());
      filter.setAsyncSupported(true);
      filter.addMappingForUrlPatterns(
          EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR), false, "/*");
    }

    // end::wrong[]
  }

  static class Right {
    // tag::right[]
    static void add(Backstop backstop, ServletContext context) {
      backstop.install(context);
    }

    // end::right[]
  }

  static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      throw new IllegalStateException("not your order");
    }
  }

  /** The error page, which knows what the exception means. */
  static class Refusal extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(403);
    }
  }

  private void start() throws Exception {
    jetty
        .servlet("/orders", new Orders())
        .servlet("/refusal", new Refusal())
        .errorPage(500, "/refusal")
        .start();
  }

  @Test
  @ExpectPitfall(PitfallKind.STATUS_GUESS_WRONG)
  void wrong_recordsThePrediction(Exchanges exchanges) throws Exception {
    jetty.application(context -> Wrong.add(builder.build(), context));
    start();
    RequestSpecification request = backstop.request();

    Response response = request.get("/orders");

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(exchanges.of(response).outcome())
        .hasStatus(500)
        .hasStatusSource(StatusSource.PREDICTED);
  }

  @Test
  void right_recordsWhatTheClientRead(Exchanges exchanges) throws Exception {
    jetty.application(context -> Right.add(builder.build(), context));
    start();

    Response response = backstop.request().get("/orders");

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(exchanges.of(response).outcome())
        .hasStatus(403)
        .hasError(IllegalStateException.class, "not your order");
  }
}
