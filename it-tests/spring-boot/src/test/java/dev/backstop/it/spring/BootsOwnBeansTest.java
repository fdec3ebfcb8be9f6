package dev.backstop.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.RawHttpClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application without a bean of its own: registry and OpenTelemetry are those that Boot makes.
 */
class BootsOwnBeansTest {
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Bare {}

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class SwitchedOff {
    @Bean
    OpenTelemetry openTelemetry() {
      return OpenTelemetry.noop();
    }
  }

  @Test
  void openTelemetry_switchedOffForMicrometersTracerToo_leavesTheTimerItsName() {
    try (ConfigurableApplicationContext application =
        new SpringApplicationBuilder(SwitchedOff.class)
            .properties("server.port=0", "spring.main.banner-mode=off")
            .run()) {
      int port =
          application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

      try (RawHttpClient client = RawHttpClient.connect(port)) {
        client.send("GET /nothing HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        assertThat(client.read("GET").status()).isEqualTo(404);
      }

      MeterRegistry meters = application.getBean(MeterRegistry.class);
      Awaitility.await()
          .until(() -> Telemetry.sum(Telemetry.counts(meters, "http.server.requests")) == 1);
      assertThat(meters.find("backstop.server.requests").timers()).isEmpty();
      assertThat(application.getBean(Tracer.class)).isNotSameAs(Tracer.NOOP);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void registryAndOpenTelemetry_madeByBoot_areUsed(boolean lazy) {
    Telemetry telemetry = new Telemetry();
    try (ConfigurableApplicationContext application =
        new SpringApplicationBuilder(Bare.class)
            .properties(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.main.lazy-initialization=" + lazy)
            .run()) {
      telemetry.listen();
      int port =
          application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

      try (RawHttpClient client = RawHttpClient.connect(port)) {
        client.send("GET /nothing HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        assertThat(client.read("GET").status()).isEqualTo(404);
      }

      Awaitility.await().until(() -> telemetry.lines("/nothing").size() == 1);
      assertThat(application.getBean(OpenTelemetry.class)).isNotNull();
      assertThat(Telemetry.field(telemetry.lines("/nothing").get(0), "trace_id")).isNotNull();
      MeterRegistry meters = application.getBean(MeterRegistry.class);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(Telemetry.sum(Telemetry.counts(meters, "http.server.requests")))
                      .isEqualTo(1));
      assertThat(meters.find("backstop.exchanges.active").gauge()).isNotNull();
    } finally {
      telemetry.stop();
    }
  }
}
