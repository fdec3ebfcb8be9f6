package dev.backstop.observe;

import dev.backstop.outcome.Outcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The timers of requests, one for each set of tags. One that is known is found with a single small
 * key; one that was removed from the registry is made anew.
 */
final class RequestTimers {
  private final MeterRegistry registry;
  private final String name;
  private final Tags fixed;
  private final boolean histogram;
  private final Duration[] objectives;
  private final String contextPath;
  private final BoundedNames routes;
  private final BoundedNames exceptions;
  private final ConcurrentMap<Key, Timer> timers = new ConcurrentHashMap<>();

  RequestTimers(MetricsBuilder builder, MeterRegistry registry) {
    this.registry = registry;
    this.name = builder.name;
    this.fixed = builder.fixed;
    this.histogram = builder.histogram;
    this.objectives = builder.objectives;
    this.contextPath = builder.contextPath;
    this.routes =
        new BoundedNames(
            "uri", builder.maxRoutes, "OTHER", "raise Metrics.builder(registry).maxRoutes");
    this.exceptions =
        new BoundedNames(
            "exception",
            builder.maxExceptions,
            "other",
            "raise Metrics.builder(registry).maxExceptions");
    registry.config().onMeterRemoved(this::forget);
  }

  String name() {
    return name;
  }

  /** What the tags follow from: outcome from the status, error from the exception. */
  private record Key(String method, String uri, int status, String exception) {}

  Timer timerOf(Outcome outcome) {
    String route = outcome.route();
    Throwable error = outcome.error();
    Key key =
        new Key(
            SpringConvention.method(outcome.method()),
            route == null
                ? SpringConvention.uriWithoutRoute(outcome.status())
                : routes.admit(SpringConvention.uri(inContext(route))),
            outcome.status(),
            error == null
                ? SpringConvention.NO_EXCEPTION
                : exceptions.admit(SpringConvention.exception(error)));
    Timer known = timers.get(key);
    return known != null ? known : timers.computeIfAbsent(key, this::register);
  }

  private String inContext(String route) {
    int length = contextPath.length();
    boolean isBelow =
        length > 0
            && route.startsWith(contextPath)
            && (route.length() == length || route.charAt(length) == '/');
    return isBelow ? route.substring(length) : route;
  }

  private Timer register(Key key) {
    Timer.Builder timer =
        Timer.builder(name)
            .description("Time from the start of a request to the last byte of its response")
            .tags(fixed)
            .tag("exception", key.exception)
            .tag("method", key.method)
            .tag("outcome", SpringConvention.outcome(key.status))
            .tag("status", SpringConvention.status(key.status))
            .tag("uri", key.uri)
            .tag("error", key.exception);
    if (histogram) {
      timer.publishPercentileHistogram();
    }
    if (objectives.length > 0) {
      timer.serviceLevelObjectives(objectives);
    }
    return timer.register(registry);
  }

  private void forget(Meter removed) {
    if (removed instanceof Timer) {
      timers.values().remove(removed);
    }
  }
}
