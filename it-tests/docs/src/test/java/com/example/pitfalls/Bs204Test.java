package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-204.md: a filter is installed twice. */
class Bs204Test {
  private final HandWrittenLog log = new HandWrittenLog();
  private final BackstopBuilder builder = Backstop.builder();
  private OrdersServer server;

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.beside(builder).port(() -> server.port()).build();

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  // tag::wrong[]
  static void wrong(ServletContext context, Backstop backstop) {
    backstop.install(context);
    map(context.addFilter("backstop", backstop.filter())); // and once more by hand
  }

  // end::wrong[]

  // tag::right[]
  static void right(ServletContext context, Backstop backstop) {
    backstop.install(context);
  }

  // end::right[]

  private static void map(FilterRegistration.Dynamic filter) {
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
  }

  private void start(BiConsumer<ServletContext, Backstop> registers) throws Exception {
    Backstop built = builder.build();
    server = OrdersServer.start(context -> registers.accept(context, built));
  }

  @Test
  void plain_logIsMappedTwice_requestCountsTwice() throws Exception {
    start(
        (context, built) -> {
          built.install(context);
          map(context.addFilter("log", log));
          map(context.addFilter("log of the library", log));
        });
    Response response = backstop.request().get("/orders");

    backstop.exchanges().of(response);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(log.lines()).containsExactly("GET /orders 200", "GET /orders 200");
  }

  @Test
  @ExpectPitfall(PitfallKind.FILTER_TWICE)
  void wrong_requestCountsOnceAllTheSame() throws Exception {
    List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    builder.onOutcome((outcome, report) -> outcomes.add(outcome));
    start(Bs204Test::wrong);
    Response response = backstop.request().get("/orders");

    assertThat(backstop.exchanges().of(response).outcome()).hasStatus(200);
    assertThat(outcomes).hasSize(1);
  }

  @Test
  void right_requestCountsOnce() throws Exception {
    List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    builder.onOutcome((outcome, report) -> outcomes.add(outcome));
    start(Bs204Test::right);
    Response response = backstop.request().get("/orders");

    assertThat(backstop.exchanges().of(response).outcome()).hasStatus(200);
    assertThat(outcomes).hasSize(1);
  }
}
