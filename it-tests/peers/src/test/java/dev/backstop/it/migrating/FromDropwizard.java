package dev.backstop.it.migrating;

import com.codahale.metrics.MetricRegistry;
import dev.backstop.Backstop;
import dev.backstop.observe.Metrics;
import io.dropwizard.metrics.servlet.InstrumentedFilter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;

/** From Dropwizard's filter. */
final class FromDropwizard {
  private FromDropwizard() {}

  static void before(ServletContext context, MetricRegistry metrics) {
    // tag::before[]
    context.setAttribute(InstrumentedFilter.REGISTRY_ATTRIBUTE, metrics);
    FilterRegistration.Dynamic filter = context.addFilter("instrumented", new InstrumentedFilter());
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    // end::before[]
  }

  static void after(ServletContext context, MeterRegistry meters) {
    // tag::after[]
    Backstop.builder().use(Metrics.create(meters)).build().install(context);
    // end::after[]
  }

  static void meanwhile(ServletContext context, MeterRegistry meters, MetricRegistry metrics) {
    // tag::meanwhile[]
    String name = "io.dropwizard.metrics.servlet.InstrumentedFilter.responseCodes.";
    Backstop.builder()
        .use(Metrics.create(meters))
        .onOutcome(
            (outcome, report) -> {
              switch (outcome.status()) {
                case 200 -> metrics.meter(name + "ok").mark();
                case 404 -> metrics.meter(name + "notFound").mark();
                case 500 -> metrics.meter(name + "serverError").mark();
                default -> metrics.meter(name + "other").mark();
              }
            })
        .build()
        .install(context);
    // end::meanwhile[]
  }
}
