package dev.backstop.spring;

import dev.backstop.observe.Tracing;
import dev.backstop.observe.TracingBuilder;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.semconv.HttpAttributes;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Backstop's server span, where there is an OpenTelemetry. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({OpenTelemetry.class, HttpAttributes.class})
@ConditionalOnSingleCandidate(OpenTelemetry.class)
@ConditionalOnBooleanProperty(name = "backstop.tracing.enabled", matchIfMissing = true)
class TracingConfiguration {
  @Bean("dev.backstop.spring.tracing")
  @Order(1)
  BuiltIn backstopTracing(BackstopProperties properties, OpenTelemetry openTelemetry) {
    // One that was switched off is a bean too: Micrometer's tracer may have another way out.
    boolean records = openTelemetry.getTracerProvider() != TracerProvider.noop();
    return new BuiltIn(
        Tracing.class, records, observation -> build(properties.tracing(), openTelemetry));
  }

  private static Tracing build(BackstopProperties.Tracing settings, OpenTelemetry openTelemetry) {
    TracingBuilder builder =
        Tracing.builder(openTelemetry)
            .cleanupSpans(settings.cleanupSpans())
            .slowCleanupAfter(
                Checked.positive("tracing.slow-cleanup-after", settings.slowCleanupAfter()));
    if (!settings.queries()) {
      builder.withoutQueries();
    }
    List<String> sensitive = settings.sensitiveQueryParameters();
    if (sensitive != null) {
      builder.sensitiveQueryParameters(sensitive.toArray(String[]::new));
    }
    return builder.build();
  }
}
