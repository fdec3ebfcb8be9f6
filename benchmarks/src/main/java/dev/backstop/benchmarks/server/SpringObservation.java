package dev.backstop.benchmarks.server;

import dev.backstop.benchmarks.measure.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.handler.TracingAwareMeterObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Spring's observation filter, with the handlers in the groups and the order of Spring Boot: those
 * that trace before those that measure, and of each group the first that fits.
 *
 * <p>In the peer's favour, the context events that fill the MDC in Spring Boot are left out: they
 * hang on a static wrapper, and the other servers of this JVM would pay for them too.
 */
final class SpringObservation {
  private SpringObservation() {}

  static Filter metrics(Telemetry telemetry) {
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new FirstMatchingCompositeObservationHandler(meters(telemetry.meters())));
    return new RoutedFilter(registry);
  }

  static Filter metricsAndTracing(Telemetry telemetry) {
    OpenTelemetry openTelemetry = telemetry.tracing();
    Tracer api = openTelemetry.getTracer("org.springframework.boot");
    OtelTracer tracer = new OtelTracer(api, new OtelCurrentTraceContext(), event -> {});
    OtelPropagator propagator = new OtelPropagator(openTelemetry.getPropagators(), api);
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new FirstMatchingCompositeObservationHandler(
                new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                new DefaultTracingObservationHandler(tracer)))
        .observationHandler(
            new FirstMatchingCompositeObservationHandler(
                new TracingAwareMeterObservationHandler<>(meters(telemetry.meters()), tracer)));
    return new RoutedFilter(registry);
  }

  private static DefaultMeterObservationHandler meters(MeterRegistry meters) {
    return new DefaultMeterObservationHandler(meters);
  }

  /** Tells the route, as Spring's handler mapping does: without it the filter knows none. */
  private static final class RoutedFilter extends ServerHttpObservationFilter {
    RoutedFilter(ObservationRegistry registry) {
      super(registry);
    }

    @Override
    protected void onScopeOpened(
        Observation.Scope scope, HttpServletRequest request, HttpServletResponse response) {
      findObservationContext(request).ifPresent(context -> context.setPathPattern(Users.ROUTE));
    }
  }
}
