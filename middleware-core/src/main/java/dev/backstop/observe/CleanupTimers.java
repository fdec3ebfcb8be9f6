package dev.backstop.observe;

import dev.backstop.cleanup.CleanupReport;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Times the cleanups of the application, by name and by what became of them. A timer that is known
 * is found without an allocation; one that was removed from the registry is made anew.
 */
final class CleanupTimers implements CleanupReport.Visitor {
  private final MeterRegistry registry;
  private final Tags fixed;
  private final BoundedNames names;
  private final Map<String, ConcurrentMap<String, Timer>> byOutcome =
      Map.of(
          "ok", new ConcurrentHashMap<>(),
          "failed", new ConcurrentHashMap<>(),
          "timed_out", new ConcurrentHashMap<>());

  CleanupTimers(Tags fixed, BoundedNames names, MeterRegistry registry) {
    this.registry = registry;
    this.fixed = fixed;
    this.names = names;
    registry.config().onMeterRemoved(this::forget);
  }

  void record(CleanupReport report) {
    report.tellOfApplication(this);
  }

  @Override
  public void ran(String name, String outcome, long durationNanos) {
    if (durationNanos >= 0) {
      timerOf(names.admit(name), outcome).record(durationNanos, TimeUnit.NANOSECONDS);
    }
  }

  private Timer timerOf(String name, String outcome) {
    ConcurrentMap<String, Timer> timers = byOutcome.get(outcome);
    if (timers == null) {
      throw new IllegalStateException("unreachable: '" + outcome + "' is no outcome of a cleanup");
    }
    Timer known = timers.get(name);
    return known != null ? known : timers.computeIfAbsent(name, made -> register(made, outcome));
  }

  private Timer register(String name, String outcome) {
    return Timer.builder("backstop.cleanup")
        .description("How long each cleanup of the application ran")
        .tags(fixed)
        .tag("cleanup", name)
        .tag("outcome", outcome)
        .register(registry);
  }

  private void forget(Meter removed) {
    if (removed instanceof Timer) {
      byOutcome.values().forEach(timers -> timers.values().remove(removed));
    }
  }
}
