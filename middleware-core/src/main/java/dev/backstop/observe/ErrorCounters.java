package dev.backstop.observe;

import dev.backstop.outcome.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** Counts exchanges with an error, by its category: one of a set that the configuration fixes. */
final class ErrorCounters {
  private final MeterRegistry registry;
  private final Tags fixed;

  ErrorCounters(Tags fixed, MeterRegistry registry) {
    this.registry = registry;
    this.fixed = fixed;
  }

  void count(Outcome outcome) {
    String category = outcome.errorCategory();
    if (category != null) {
      Counter.builder("backstop.errors")
          .description("Exchanges with an error, by its category")
          .tags(fixed)
          .tag("category", category)
          .register(registry)
          .increment();
    }
  }
}
