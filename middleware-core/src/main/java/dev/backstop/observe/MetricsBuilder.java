package dev.backstop.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Configures {@link Metrics}. What is wrong is told by {@link #build}, all of it at once.
 *
 * <p>Not thread-safe.
 */
public final class MetricsBuilder {
  private final Mistakes mistakes = new Mistakes();
  private final @Nullable MeterRegistry registry;
  String name = "http.server.requests";
  Tags fixed = Tags.empty();
  boolean histogram;
  Duration[] objectives = {};
  String contextPath = "";
  int maxRoutes = 1_000;
  int maxExceptions = 100;
  int maxCleanups = 100;
  boolean cleanupTimers = true;

  MetricsBuilder(@Nullable MeterRegistry registry) {
    this.registry = registry;
    mistakes.given(registry, "builder(registry)", "give the MeterRegistry that you publish");
  }

  /**
   * Sets the name of the timer; the default is {@code http.server.requests}.
   *
   * @param timer dots between words
   * @return this builder
   */
  public MetricsBuilder name(String timer) {
    if (mistakes.given(timer, "name(timer)", "leave the call out for http.server.requests")
        && mistakes.holds(!timer.isBlank(), "name(timer) was blank: give a name with dots")) {
      name = timer;
    }
    return this;
  }

  /**
   * Adds a fixed tag to every meter, as two Backstops need that count into one registry: a gauge of
   * one name and one set of tags has one owner.
   *
   * @param key not one of those that Backstop sets
   * @param value the same for every exchange
   * @return this builder
   */
  public MetricsBuilder tag(String key, String value) {
    if (mistakes.given(key, "tag(key, ..)", "leave the call out")
        && mistakes.given(value, "tag(" + key + ", value)", "leave the call out")) {
      fixed = fixed.and(key, value);
    }
    return this;
  }

  /**
   * Publishes the buckets from which percentiles are computed across instances; off by default.
   *
   * @return this builder
   */
  public MetricsBuilder percentileHistogram() {
    histogram = true;
    return this;
  }

  /**
   * Publishes a bucket for each of these durations, to count the requests that met it.
   *
   * @param buckets positive, in any order
   * @return this builder
   */
  public MetricsBuilder serviceLevelObjectives(Duration... buckets) {
    if (mistakes.given(buckets, "serviceLevelObjectives(buckets)", "leave the call out")) {
      for (Duration bucket : buckets) {
        mistakes.holds(
            bucket != null && !bucket.isZero() && !bucket.isNegative(),
            "serviceLevelObjectives(" + bucket + "): expected positive durations");
      }
      objectives = Arrays.copyOf(buckets, buckets.length);
    }
    return this;
  }

  /**
   * Sets how many routes become values of the tag {@code uri}; the default is 1,000.
   *
   * @param limit 1 or more; every further route is {@code OTHER}
   * @return this builder
   */
  public MetricsBuilder maxRoutes(int limit) {
    maxRoutes = positive("maxRoutes", limit);
    return this;
  }

  /**
   * Sets how many exceptions become values of {@code exception}; the default is 100.
   *
   * @param limit 1 or more; every further exception is {@code other}
   * @return this builder
   */
  public MetricsBuilder maxExceptions(int limit) {
    maxExceptions = positive("maxExceptions", limit);
    return this;
  }

  /**
   * Sets how many cleanups become values of the tag {@code cleanup}; the default is 100.
   *
   * @param limit 1 or more; every further cleanup is {@code other}
   * @return this builder
   */
  public MetricsBuilder maxCleanups(int limit) {
    maxCleanups = positive("maxCleanups", limit);
    return this;
  }

  /**
   * Leaves out the timers {@code backstop.cleanup}: a cleanup then costs no clock read, unless
   * somebody else asks for its duration. Failures are counted all the same.
   *
   * @return this builder
   */
  public MetricsBuilder withoutCleanupTimers() {
    cleanupTimers = false;
    return this;
  }

  /**
   * Takes a context path off the routes that become values of the tag {@code uri}, as Spring's own
   * timer has them; by default they have it in front, as {@code Outcome.route()} has.
   *
   * @param path as {@code ServletContext.getContextPath()} has it; empty for the root
   * @return this builder
   */
  public MetricsBuilder withoutContextPath(String path) {
    if (mistakes.given(path, "withoutContextPath(path)", "leave the call out")) {
      contextPath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
    return this;
  }

  private int positive(String call, int limit) {
    mistakes.holds(limit > 0, call + "(" + limit + "): expected 1 or more");
    return limit;
  }

  /**
   * Registers the meters.
   *
   * @return the middleware
   * @throws IllegalStateException with every mistake in the configuration and its remedy
   */
  public Metrics build() {
    mistakes.refuse("Metrics");
    if (registry == null) {
      throw new IllegalStateException("unreachable: a missing registry is a mistake");
    }
    return new Metrics(this, registry);
  }
}
