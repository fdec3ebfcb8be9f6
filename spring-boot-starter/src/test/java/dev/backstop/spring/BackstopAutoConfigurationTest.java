package dev.backstop.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.Middleware;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.LoggingContext;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationPredicate;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class BackstopAutoConfigurationTest {
  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(BackstopAutoConfiguration.class));

  @Test
  void servletApplication_withoutBeans_hasLogAndLoggingContext() {
    web.run(
        context -> {
          assertThat(context).hasSingleBean(Backstop.class);
          assertThat(parts(context.getBean(Parts.class)))
              .containsExactly("LoggingContext", "AccessLog");
        });
  }

  @Test
  void servletApplication_withRegistryAndOpenTelemetry_hasAllInOrder() {
    web.withUserConfiguration(Telemetry.class)
        .run(
            context ->
                assertThat(parts(context.getBean(Parts.class)))
                    .containsExactly("LoggingContext", "Tracing", "Metrics", "AccessLog"));
  }

  @ParameterizedTest
  @CsvSource({
    "backstop.logging-context.enabled, LoggingContext",
    "backstop.tracing.enabled, Tracing",
    "backstop.metrics.enabled, Metrics",
    "backstop.access-log.enabled, AccessLog",
  })
  void part_switchedOff_isLeftOut(String property, String part) {
    web.withUserConfiguration(Telemetry.class)
        .withPropertyValues(property + "=false")
        .run(
            context ->
                assertThat(parts(context.getBean(Parts.class))).hasSize(3).doesNotContain(part));
  }

  @Test
  void ownMiddleware_ofABuiltInType_replacesIt() {
    web.withUserConfiguration(Telemetry.class, OwnTracing.class)
        .run(
            context -> {
              assertThat(parts(context.getBean(Parts.class)))
                  .containsExactly("LoggingContext", "Metrics", "AccessLog");
              assertThat(context.getBean(Parts.class).own()).hasSize(2);
              assertThat(context).hasSingleBean(Backstop.class);
            });
  }

  @Test
  void ownBeans_ofTheNamesThatOneWouldGive_areNoClash() {
    web.withUserConfiguration(Telemetry.class, ObviousNames.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean(Backstop.class).middleware())
                  .extracting(Middleware::name)
                  .containsExactlyInAnyOrder("LoggingContext", "Tracing", "Metrics", "AccessLog");
            });
  }

  @Test
  void ownMiddleware_severalWithOrder_areTakenInIt() {
    web.withUserConfiguration(OwnTracing.class)
        .run(
            context ->
                assertThat(context.getBean(Parts.class).own())
                    .extracting(Middleware::name)
                    .containsExactly("first", "Tracing"));
  }

  @Test
  void customizers_inOrder_areCalledWhenAllIsSet() {
    List<String> called = new ArrayList<>();
    web.withUserConfiguration(Customizers.class)
        .withBean("called", List.class, () -> called)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(called).containsExactly("first", "second");
            });
  }

  @Test
  void customizer_thatUsesWhatIsInUse_stopsTheStartWithTheReason() {
    web.withBean(BackstopCustomizer.class, () -> builder -> builder.use(AccessLog.create()))
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("use(AccessLog) was called twice"));
  }

  @Test
  void ownBackstop_isInstalledInPlaceOfAll() {
    Backstop own = Backstop.builder().build();
    web.withUserConfiguration(Telemetry.class)
        .withBean(Backstop.class, () -> own)
        .run(
            context -> {
              assertThat(context.getBean(Backstop.class)).isSameAs(own);
              assertThat(context).hasSingleBean(BackstopInitializer.class);
              assertThat(context).doesNotHaveBean(Parts.class);
            });
  }

  @Test
  void enabled_false_isNothing() {
    web.withPropertyValues("backstop.enabled=false")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context).doesNotHaveBean(Backstop.class);
              assertThat(context).doesNotHaveBean(ObservationPredicate.class);
            });
  }

  @Test
  void applicationWithoutServlets_isNothing() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(BackstopAutoConfiguration.class))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Backstop.class));
    new ReactiveWebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(BackstopAutoConfiguration.class))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Backstop.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.micrometer",
        "io.micrometer.core",
        "io.micrometer.tracing",
        "io.opentelemetry",
        "io.opentelemetry.semconv",
        "org.springframework.web.servlet",
        "io.micrometer,io.opentelemetry,org.springframework.web.servlet",
      })
  void optionalClasses_absent_leaveTheRest(String absent) {
    web.withClassLoader(new FilteredClassLoader(absent.split(",")))
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(Backstop.class);
              assertThat(parts(context.getBean(Parts.class))).contains("AccessLog");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "backstop.fallback-after, 10ms",
    "backstop.report-age, 0s",
    "backstop.carry-deadline, -1s",
    "backstop.slow-cleanup-after, 0",
    "backstop.tracing.slow-cleanup-after, 0",
    "backstop.metrics.max-routes, 0",
    "backstop.metrics.max-exceptions, -1",
    "backstop.metrics.max-cleanups, 0",
    "backstop.metrics.service-level-objectives, 0s",
    "backstop.metrics.name, ' '",
    "backstop.access-log.logger, ' '",
    "backstop.access-log.request-id-header, ' '",
    "backstop.access-log.headers, Authorization",
    "backstop.access-log.headers, not a name",
  })
  void value_thatCannotBe_isToldByTheNameOfItsProperty(String property, String value) {
    web.withUserConfiguration(Telemetry.class)
        .withPropertyValues(property + "=" + value)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOfSatisfying(
                        InvalidConfigurationPropertyValueException.class,
                        refused -> assertThat(refused.getName()).isEqualTo(property)));
  }

  @Test
  void timersName_ofSpringsWhichIsKept_isRefused() {
    web.withUserConfiguration(Telemetry.class)
        .withPropertyValues(
            "backstop.metrics.keep-spring-observation=true",
            "backstop.metrics.name=http.server.requests")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                    .hasMessageContaining("backstop.metrics.name"));
  }

  @Test
  void everyProperty_set_isTaken() {
    web.withUserConfiguration(Telemetry.class)
        .withPropertyValues(
            "backstop.servlet-api-only=true",
            "backstop.fallback-after=2s",
            "backstop.report-age=1m",
            "backstop.carry-deadline=5s",
            "backstop.slow-cleanup-after=200ms",
            "backstop.time-cleanups=true",
            "backstop.keep-headers=User-Agent,Referer",
            "backstop.pitfalls.logging=false",
            "backstop.metrics.name=shop.requests",
            "backstop.metrics.percentile-histogram=true",
            "backstop.metrics.service-level-objectives=50ms,1s",
            "backstop.metrics.max-routes=7",
            "backstop.metrics.cleanup-timers=false",
            "backstop.metrics.tags.service=shop",
            "backstop.tracing.queries=false",
            "backstop.tracing.sensitive-query-parameters=token",
            "backstop.tracing.cleanup-spans=all",
            "backstop.tracing.slow-cleanup-after=10ms",
            "backstop.access-log.logger=shop.access",
            "backstop.access-log.headers=User-Agent",
            "backstop.access-log.own-request-ids=true",
            "backstop.access-log.queries=true",
            "backstop.access-log.stack-traces=false",
            "backstop.access-log.skip-paths=/health,/static/*")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              MeterRegistry meters = context.getBean(MeterRegistry.class);
              assertThat(meters.get("backstop.exchanges.active").tag("service", "shop").gauge())
                  .isNotNull();
              assertThat(context.getBean(ServerObservation.class).timer())
                  .isEqualTo("shop.requests");
              assertThat(context.getBean(BackstopProperties.class).keepHeaders())
                  .containsExactly("User-Agent", "Referer");
            });
  }

  private static List<String> parts(Parts parts) {
    return parts.builtIn().stream().map(part -> part.type().getSimpleName()).toList();
  }

  @Configuration(proxyBeanMethods = false)
  static class Telemetry {
    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    OpenTelemetry openTelemetry() {
      return OpenTelemetry.noop();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class ObviousNames {
    @Bean
    LoggingContext backstopLoggingContext() {
      return LoggingContext.create();
    }

    @Bean
    Tracing backstopTracing(OpenTelemetry openTelemetry) {
      return Tracing.create(openTelemetry);
    }

    @Bean
    Metrics backstopMetrics(MeterRegistry meters) {
      return Metrics.create(meters);
    }

    @Bean
    AccessLog backstopAccessLog() {
      return AccessLog.create();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnTracing {
    @Bean
    @Order(2)
    Middleware tracing() {
      return Tracing.create(OpenTelemetry.noop());
    }

    @Bean
    @Order(1)
    Middleware first() {
      return new Middleware() {
        @Override
        public dev.backstop.Watch start(dev.backstop.Exchange exchange) {
          return (outcome, report) -> {};
        }

        @Override
        public String name() {
          return "first";
        }
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Customizers {
    @Bean
    @Order(2)
    BackstopCustomizer second(List<String> called) {
      return builder -> called.add("second");
    }

    @Bean
    @Order(1)
    BackstopCustomizer first(List<String> called) {
      return new BackstopCustomizer() {
        @Override
        public void customize(BackstopBuilder builder) {
          called.add("first");
        }
      };
    }
  }
}
