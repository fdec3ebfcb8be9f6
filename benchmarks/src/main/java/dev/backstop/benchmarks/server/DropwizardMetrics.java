package dev.backstop.benchmarks.server;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.backstop.benchmarks.measure.Signal;
import dev.backstop.benchmarks.measure.Telemetry;
import io.dropwizard.metrics.servlet.InstrumentedFilter;
import jakarta.servlet.Filter;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/** Dropwizard's filter, whose meters are Dropwizard's own: no route and no tags. */
final class DropwizardMetrics {
  private DropwizardMetrics() {}

  static Filter filter(ServletContextHandler context, Telemetry telemetry) {
    MetricRegistry meters = new MetricRegistry();
    context.getServletContext().setAttribute(InstrumentedFilter.REGISTRY_ATTRIBUTE, meters);
    telemetry.countAlso(
        Signal.TIMING, () -> meters.getTimers().values().stream().mapToLong(Timer::getCount).sum());
    return new InstrumentedFilter();
  }
}
