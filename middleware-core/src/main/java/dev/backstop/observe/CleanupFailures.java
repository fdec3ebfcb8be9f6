package dev.backstop.observe;

import dev.backstop.cleanup.CleanupReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** Counts the cleanups that failed, by name. */
final class CleanupFailures {
  private final MeterRegistry registry;
  private final Tags fixed;
  private final BoundedNames names;

  CleanupFailures(Tags fixed, BoundedNames names, MeterRegistry registry) {
    this.registry = registry;
    this.fixed = fixed;
    this.names = names;
  }

  void count(CleanupReport report) {
    if (report.failedCount() == 0) {
      return;
    }
    for (CleanupReport.Ran failed : report.failures()) {
      count(failed.name());
    }
  }

  void count(String failed) {
    Counter.builder("backstop.cleanup.failures")
        .description("Cleanups that threw or ran over their limit")
        .tags(fixed)
        .tag("cleanup", names.admit(failed))
        .register(registry)
        .increment();
  }
}
