package dev.backstop.spring;

import dev.backstop.observe.Metrics;
import dev.backstop.observe.MetricsBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Backstop's timer, where there is a registry. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "backstop.metrics.enabled", matchIfMissing = true)
class MetricsConfiguration {
  @Bean("dev.backstop.spring.metrics")
  @Order(2)
  BuiltIn backstopMetrics(
      BackstopProperties properties,
      MeterRegistry registry,
      ObjectProvider<ServletContext> context,
      Environment environment) {
    return new BuiltIn(
        Metrics.class,
        observation ->
            build(
                properties.metrics(),
                registry,
                observation.timer(),
                contextPath(context.getIfAvailable(), environment)));
  }

  /** Returns what Spring's timer leaves out; a Backstop may be made before the server is. */
  private static String contextPath(@Nullable ServletContext context, Environment environment) {
    return context == null
        ? environment.getProperty("server.servlet.context-path", "")
        : context.getContextPath();
  }

  private static Metrics build(
      BackstopProperties.Metrics settings,
      MeterRegistry registry,
      String timer,
      String contextPath) {
    MetricsBuilder builder =
        Metrics.builder(registry)
            .name(timer)
            .withoutContextPath(contextPath)
            .maxRoutes(Checked.positive("metrics.max-routes", settings.maxRoutes()))
            .maxExceptions(Checked.positive("metrics.max-exceptions", settings.maxExceptions()))
            .maxCleanups(Checked.positive("metrics.max-cleanups", settings.maxCleanups()));
    for (Duration objective : settings.serviceLevelObjectives()) {
      Checked.positive("metrics.service-level-objectives", objective);
    }
    builder.serviceLevelObjectives(settings.serviceLevelObjectives().toArray(Duration[]::new));
    if (settings.percentileHistogram()) {
      builder.percentileHistogram();
    }
    if (!settings.cleanupTimers()) {
      builder.withoutCleanupTimers();
    }
    settings.tags().forEach(builder::tag);
    return builder.build();
  }
}
