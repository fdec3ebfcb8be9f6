package dev.backstop.slo;

import dev.backstop.observe.Mistakes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Configures {@link ServiceLevels}. What is wrong is told by {@link #build}, all of it at once.
 *
 * <p>Not thread-safe.
 */
public final class ServiceLevelsBuilder {
  private final Mistakes mistakes = new Mistakes();
  private final @Nullable MeterRegistry registry;
  final List<Slo> slos = new ArrayList<>();
  Tags fixed = Tags.empty();
  int maxNames = 100;
  LongSupplier clock = System::nanoTime;

  ServiceLevelsBuilder(@Nullable MeterRegistry registry) {
    this.registry = registry;
    mistakes.given(registry, "builder(registry)", "give the MeterRegistry that you publish");
  }

  /**
   * Adds objectives; an exchange is judged by all that cover its route.
   *
   * @param added each with a name of its own
   * @return this builder
   */
  public ServiceLevelsBuilder slo(Slo... added) {
    if (mistakes.given(added, "slo(..)", "give one, as Slo.errors(Slo.EVERY_ROUTE, 0.999)")) {
      for (Slo slo : added) {
        if (mistakes.given(slo, "slo(..)", "leave it out") && isNew(slo)) {
          slos.add(slo);
        }
      }
    }
    return this;
  }

  private boolean isNew(Slo slo) {
    return mistakes.holds(
        slos.stream().noneMatch(other -> other.name().equals(slo.name())),
        "two objectives are named '" + slo.name() + "': give one of them a name by named(..)");
  }

  /**
   * Adds a fixed tag to the meter.
   *
   * @param key not one of those that Backstop sets
   * @param value the same for every exchange
   * @return this builder
   */
  public ServiceLevelsBuilder tag(String key, String value) {
    if (mistakes.given(key, "tag(key, ..)", "leave the call out")
        && mistakes.given(value, "tag(" + key + ", value)", "leave the call out")) {
      fixed = fixed.and(key, value);
    }
    return this;
  }

  /**
   * Sets how many names of cleanups, of resources and of errors, each, become part of causes; the
   * default is 100. Every further one is {@code other}.
   *
   * @param limit 1 or more
   * @return this builder
   */
  public ServiceLevelsBuilder maxNames(int limit) {
    mistakes.holds(limit > 0, "maxNames(" + limit + "): expected 1 or more");
    maxNames = limit;
    return this;
  }

  /**
   * Sets the clock, as {@link System#nanoTime} counts; for tests.
   *
   * @param nanoTime thread-safe; it never goes back
   * @return this builder
   */
  public ServiceLevelsBuilder clock(LongSupplier nanoTime) {
    if (mistakes.given(nanoTime, "clock(nanoTime)", "leave the call out for System.nanoTime()")) {
      clock = nanoTime;
    }
    return this;
  }

  /**
   * Registers the meters.
   *
   * @return the middleware
   * @throws IllegalStateException with every mistake in the configuration and its remedy
   */
  public ServiceLevels build() {
    mistakes.holds(
        !slos.isEmpty(),
        "no objective was given: give one, as Slo.errors(Slo.EVERY_ROUTE, 0.999), or leave"
            + " ServiceLevels out");
    mistakes.refuse("ServiceLevels");
    if (registry == null) {
      throw new IllegalStateException("unreachable: a missing registry is a mistake");
    }
    return new ServiceLevels(this, registry);
  }
}
