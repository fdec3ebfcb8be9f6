package dev.backstop.spring;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.Middleware;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.LoggingContext;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallListener;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Makes a {@link Backstop} of the application's beans and of {@code backstop.*}, and installs it in
 * a servlet application, outside of every filter.
 *
 * <p>It uses {@code LoggingContext}, {@code Tracing} where there is an {@code OpenTelemetry},
 * {@code Metrics} where there is a {@code MeterRegistry}, {@code AccessLog}, then the beans of type
 * {@link Middleware} in their order, of which one of the named types replaces Backstop's own. Beans
 * of type {@link PitfallListener} and {@code BiConsumer<Outcome, CleanupReport>} listen. A bean of
 * type {@link Backstop} takes the place of all that, and is installed.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
      "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
      "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration",
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(ServletContext.class)
@ConditionalOnBooleanProperty(name = "backstop.enabled", matchIfMissing = true)
@EnableConfigurationProperties(BackstopProperties.class)
@Import({
  TracingConfiguration.class,
  MetricsConfiguration.class,
  ObservationConfiguration.class,
  MvcConfiguration.class,
  WarConfiguration.class
})
public final class BackstopAutoConfiguration {
  private static final String SPRING_NAME = "management.observations.http.server.requests.name";

  BackstopAutoConfiguration() {}

  @Bean
  static FilterBeanCheck backstopFilterBeanCheck() {
    return new FilterBeanCheck();
  }

  @Bean
  BackstopInitializer backstopInitializer(Backstop backstop) {
    return new BackstopInitializer(backstop);
  }

  /** Decides for a Backstop of the application's own, whose parts are as they are. */
  @Bean
  @ConditionalOnMissingBean(ServerObservation.class)
  ServerObservation backstopServerObservationOfOwn(
      BackstopProperties properties, Environment environment, Backstop own) {
    return ServerObservation.beside(
        properties.metrics().keepSpringObservation(),
        springName(environment),
        Parts.timerOf(own.middleware()),
        false);
  }

  private static String springName(Environment environment) {
    return environment.getProperty(SPRING_NAME, "http.server.requests");
  }

  /** What is made where the application has no Backstop of its own. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(Backstop.class)
  static class Building {
    @Bean("dev.backstop.spring.loggingContext")
    @Order(0)
    @ConditionalOnBooleanProperty(name = "backstop.logging-context.enabled", matchIfMissing = true)
    BuiltIn backstopLoggingContext() {
      return new BuiltIn(LoggingContext.class, observation -> LoggingContext.create());
    }

    @Bean("dev.backstop.spring.accessLog")
    @Order(3)
    @ConditionalOnBooleanProperty(name = "backstop.access-log.enabled", matchIfMissing = true)
    BuiltIn backstopAccessLog(BackstopProperties properties) {
      return new BuiltIn(
          AccessLog.class, observation -> AccessLogSettings.build(properties.accessLog()));
    }

    @Bean
    Parts backstopParts(ObjectProvider<BuiltIn> builtIn, ObjectProvider<Middleware> own) {
      return Parts.of(builtIn.orderedStream().toList(), own.orderedStream().toList());
    }

    @Bean
    ServerObservation backstopServerObservation(
        BackstopProperties properties,
        Environment environment,
        Parts parts,
        ObjectProvider<SpanMaker> tracer) {
      boolean isTracer = tracer.stream().anyMatch(SpanMaker::isReal);
      boolean viaOpenTelemetry = tracer.stream().anyMatch(SpanMaker::isViaOpenTelemetry);
      String ownTimer = Parts.timerOf(parts.own());
      return ownTimer == null
          ? ServerObservation.decide(
              properties.metrics(),
              springName(environment),
              parts.have("Metrics"),
              viaOpenTelemetry ? parts.have("Tracing") : parts.record("Tracing"),
              isTracer)
          : ServerObservation.beside(
              properties.metrics().keepSpringObservation(),
              springName(environment),
              ownTimer,
              isTracer);
    }

    @Bean
    Backstop backstop(
        BackstopProperties properties,
        Parts parts,
        ServerObservation observation,
        ObjectProvider<PitfallListener> pitfalls,
        ObjectProvider<BiConsumer<Outcome, CleanupReport>> outcomes,
        ObjectProvider<BackstopCustomizer> customizers) {
      BackstopBuilder builder = Backstop.builder();
      BackstopSettings.apply(properties, builder);
      List<Middleware> middleware = parts.make(observation);
      middleware.forEach(builder::use);
      pitfalls.orderedStream().forEach(builder::onPitfall);
      outcomes.orderedStream().forEach(builder::onOutcome);
      customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
      return builder.build();
    }
  }
}
