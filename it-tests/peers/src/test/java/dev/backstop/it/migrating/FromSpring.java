package dev.backstop.it.migrating;

import dev.backstop.Backstop;
import dev.backstop.observe.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import org.springframework.web.filter.ServerHttpObservationFilter;

/** From Spring's filter, without Spring Boot. */
final class FromSpring {
  private FromSpring() {}

  static void before(ServletContext context, MeterRegistry meters) {
    // tag::before[]
    ObservationRegistry observations = ObservationRegistry.create();
    observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    FilterRegistration.Dynamic filter =
        context.addFilter("observation", new ServerHttpObservationFilter(observations));
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
    // end::before[]
  }

  static void after(ServletContext context, MeterRegistry meters) {
    // tag::after[]
    Backstop.builder().use(Metrics.create(meters)).build().install(context);
    // end::after[]
  }
}
