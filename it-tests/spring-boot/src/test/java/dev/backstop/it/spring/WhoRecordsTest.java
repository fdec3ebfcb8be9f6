package dev.backstop.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.RawHttpClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One request is one count of each name and one server span, whoever makes them. */
class WhoRecordsTest {
  private static final String TRACER =
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure"
          + ".OpenTelemetryTracingAutoConfiguration";

  @ParameterizedTest
  @CsvSource({
    // tracer of Micrometer, properties, http.server.requests, backstop.server.requests, spans
    "false, shop.nothing=set, 1, 0, 1",
    "true, shop.nothing=set, 1, 0, 1",
    "false, backstop.metrics.keep-spring-observation=true, 1, 1, 1",
    "true, backstop.metrics.keep-spring-observation=true, 1, 1, 1",
    "false, backstop.metrics.keep-spring-observation=false, 1, 0, 1",
    "true, backstop.metrics.enabled=false, 1, 0, 1",
    "false, backstop.metrics.enabled=false, 1, 0, 1",
    "true, backstop.tracing.enabled=false, 1, 1, 1",
    "false, backstop.tracing.enabled=false, 1, 0, 0",
    "true, backstop.enabled=false, 1, 0, 1",
    "true, backstop.metrics.name=backstop.server.requests, 1, 1, 1",
  })
  void request_counted_once(
      boolean tracer, String property, int ofSpringsName, int ofOurs, int spans) {
    try (ConfigurableApplicationContext application = start(tracer, property)) {
      MeterRegistry meters = application.getBean(MeterRegistry.class);
      Telemetry telemetry = application.getBean(Telemetry.class);

      telemetry.expectsExchange = !property.startsWith("backstop.enabled");
      ask(application);

      Awaitility.await()
          .untilAsserted(
              () -> {
                assertThat(count(meters, "http.server.requests")).isEqualTo(ofSpringsName);
                assertThat(count(meters, "backstop.server.requests")).isEqualTo(ofOurs);
                assertThat(serverSpans(telemetry)).hasSize(spans);
              });
    }
  }

  @Test
  void springsName_set_isTheNameOfBackstopsTimer() {
    String name = "shop.requests";
    try (ConfigurableApplicationContext application =
        start(true, "management.observations.http.server.requests.name=" + name)) {
      MeterRegistry meters = application.getBean(MeterRegistry.class);

      ask(application);

      Awaitility.await().untilAsserted(() -> assertThat(count(meters, name)).isEqualTo(1));
      assertThat(count(meters, "http.server.requests")).isZero();
    }
  }

  @Test
  void contextPath_isNoPartOfTheUriAsInSpringsTimer() {
    String property =
        "server.servlet.context-path=/shop,backstop.metrics.keep-spring-observation=true";
    try (ConfigurableApplicationContext application = start(false, property.split(","))) {
      MeterRegistry meters = application.getBean(MeterRegistry.class);

      assertThat(ask(application, "/shop/orders/42")).isEqualTo(200);

      for (String timer : List.of("http.server.requests", "backstop.server.requests")) {
        Awaitility.await().until(() -> count(meters, timer) == 1);
        assertThat(meters.get(timer).timer().getId().getTag("uri")).isEqualTo("/orders/{id}");
      }
      Telemetry telemetry = application.getBean(Telemetry.class);
      assertThat(telemetry.await("/shop/orders/42").outcome().route())
          .isEqualTo("/shop/orders/{id}");
    }
  }

  @Test
  void commonTags_ofActuator_areOnBackstopsTimer() {
    try (ConfigurableApplicationContext application =
        start(true, "management.metrics.tags.service=shop")) {
      MeterRegistry meters = application.getBean(MeterRegistry.class);

      ask(application);

      Awaitility.await().until(() -> count(meters, "http.server.requests") == 1);
      assertThat(meters.get("http.server.requests").tag("service", "shop").timer().count())
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.nothing=set", "backstop.metrics.keep-spring-observation=true"})
  void observation_ofTheApplication_isAChildOfTheServerSpanWhoeverMadeIt(String property) {
    try (ConfigurableApplicationContext application = start(true, property)) {
      Telemetry telemetry = application.getBean(Telemetry.class);

      ask(application, "/observed");

      Awaitility.await().until(() -> !serverSpans(telemetry).isEmpty());
      SpanData server = serverSpans(telemetry).get(0);
      SpanData work =
          telemetry.spans.getFinishedSpanItems().stream()
              .filter(span -> span.getName().equals("shop.work"))
              .findFirst()
              .orElseThrow();
      assertThat(work.getParentSpanId()).isEqualTo(server.getSpanId());
      assertThat(count(application.getBean(MeterRegistry.class), "shop.work")).isEqualTo(1);
    }
  }

  @Test
  void skipPaths_exchangesThatWentWell_haveNoLogLine() {
    try (ConfigurableApplicationContext application =
        start(false, "backstop.access-log.skip-paths=/hel*,/refused")) {
      Telemetry telemetry = application.getBean(Telemetry.class);
      telemetry.listen();

      ask(application, "/hello");
      ask(application, "/refused");
      ask(application, "/observed");

      telemetry.await("/hello");
      telemetry.await("/refused");
      telemetry.await("/observed");
      assertThat(telemetry.lines("/hello")).isEmpty();
      assertThat(telemetry.lines("/refused")).hasSize(1);
      assertThat(telemetry.lines("/observed")).hasSize(1);
      telemetry.stop();
    }
  }

  private static ConfigurableApplicationContext start(boolean tracer, String... properties) {
    return new SpringApplicationBuilder(ShopApplication.class)
        .properties(properties)
        .properties(
            "server.port=0",
            "spring.main.banner-mode=off",
            "spring.autoconfigure.exclude="
                + new TomcatBootTest().otherContainer()
                + (tracer ? "" : "," + TRACER))
        .run();
  }

  private static void ask(ConfigurableApplicationContext application) {
    assertThat(ask(application, "/hello")).isEqualTo(200);
  }

  private static int ask(ConfigurableApplicationContext application, String path) {
    int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    try (RawHttpClient client = RawHttpClient.connect(port)) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
      return client.read("GET").status();
    }
  }

  private static long count(MeterRegistry meters, String name) {
    return Telemetry.sum(Telemetry.counts(meters, name));
  }

  private static List<SpanData> serverSpans(Telemetry telemetry) {
    return telemetry.spans.getFinishedSpanItems().stream()
        .filter(span -> span.getKind() == SpanKind.SERVER)
        .toList();
  }
}
