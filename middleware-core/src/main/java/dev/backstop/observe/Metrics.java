package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Times and counts every exchange in a Micrometer registry.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>what it is</th><th>tags</th></tr>
 * <tr><td>{@code http.server.requests}</td><td>timer, from the start to the last byte</td>
 *   <td>those of Spring Framework 7, by its rules: {@code method}, {@code uri} (the route, else
 *   {@code NOT_FOUND}, {@code REDIRECTION}, {@code UNKNOWN}), {@code status}, {@code outcome},
 *   {@code exception} and {@code error} (simple class names)</td></tr>
 * <tr><td>{@code backstop.exchanges.active}</td><td>gauge, exchanges that have not ended</td>
 *   <td></td></tr>
 * <tr><td>{@code backstop.exchanges}</td><td>counter</td>
 *   <td>{@code ending}: the names of {@link Ending}</td></tr>
 * <tr><td>{@code backstop.errors}</td><td>counter, exchanges with an error</td>
 *   <td>{@code category}: {@link Outcome#errorCategory()}</td></tr>
 * <tr><td>{@code backstop.cleanup}</td><td>timer, cleanups of the application that ran at the end,
 *   or failed earlier; off by {@link MetricsBuilder#withoutCleanupTimers}</td>
 *   <td>{@code cleanup}: its name; {@code outcome}: {@code ok}, {@code failed}, {@code timed_out}
 *   </td></tr>
 * <tr><td>{@code backstop.cleanup.failures}</td><td>counter, of middleware too</td>
 *   <td>{@code cleanup}: the name of the cleanup</td></tr>
 * <tr><td>{@code backstop.pitfalls}</td><td>counter, misuse that was caught</td>
 *   <td>{@code kind}: the names of {@link dev.backstop.pitfall.PitfallKind}</td></tr>
 * </table>
 *
 * <p>No tag grows without bound: unknown methods are one value, a raw path never becomes a tag, and
 * past their limits new routes are {@code OTHER}, new exceptions and cleanups {@code other}.
 *
 * <p>Thread-safe.
 */
public final class Metrics implements Middleware {
  private final RequestTimers timers;
  private final CleanupFailures cleanupFailures;
  private final @Nullable CleanupTimers cleanupTimers; // null where they are off
  private final EndingCounters endings;
  private final ErrorCounters errors;
  private final PitfallCounters pitfalls;
  private final LongAdder active = new LongAdder();
  private final Watch watch = new Counting();

  Metrics(MetricsBuilder builder, MeterRegistry registry) {
    this.timers = new RequestTimers(builder, registry);
    BoundedNames cleanups =
        new BoundedNames(
            "cleanup", builder.maxCleanups, "other", "raise Metrics.builder(registry).maxCleanups");
    this.cleanupFailures = new CleanupFailures(builder.fixed, cleanups, registry);
    this.cleanupTimers =
        builder.cleanupTimers ? new CleanupTimers(builder.fixed, cleanups, registry) : null;
    this.endings = new EndingCounters(builder.fixed, registry);
    this.errors = new ErrorCounters(builder.fixed, registry);
    this.pitfalls = new PitfallCounters(builder.fixed, registry);
    Gauge.builder("backstop.exchanges.active", active, LongAdder::sum)
        .description("Exchanges that have not ended")
        .tags(builder.fixed)
        .strongReference(true)
        .register(registry);
  }

  /**
   * {@return metrics with the defaults: no histogram, 1,000 routes, 100 exceptions, 100 cleanups,
   * which are timed}
   *
   * @param registry where the meters go
   * @throws IllegalStateException where the registry is null
   */
  public static Metrics create(MeterRegistry registry) {
    return builder(registry).build();
  }

  /**
   * {@return a builder with the defaults}
   *
   * @param registry where the meters go
   */
  public static MetricsBuilder builder(MeterRegistry registry) {
    return new MetricsBuilder(registry);
  }

  /** {@return the name of its timer of requests} */
  public String timer() {
    return timers.name();
  }

  /** Returns whether it times cleanups, as it does unless that was turned off. */
  @Override
  public boolean timesCleanups() {
    return cleanupTimers != null;
  }

  @Override
  public Watch start(Exchange exchange) {
    active.increment();
    return watch;
  }

  /** Watches all exchanges at once: all that it needs is in the outcome. */
  private final class Counting implements Watch {
    @Override
    public void pitfall(Pitfall pitfall) {
      pitfalls.count(pitfall.kind());
    }

    @Override
    public void ranApart(CleanupReport.Ran cleanup) {
      if (cleanup.failure() != null) {
        cleanupFailures.count(cleanup.name());
      }
      if (cleanupTimers != null) {
        cleanupTimers.ran(cleanup.name(), cleanup.outcome(), cleanup.durationNanos());
      }
    }

    @Override
    public void end(Outcome outcome, CleanupReport report) {
      active.decrement(); // first: a registry that throws must not leave the gauge too high
      endings.count(outcome.ending());
      timers.timerOf(outcome).record(outcome.durationNanos(), TimeUnit.NANOSECONDS);
      errors.count(outcome);
      cleanupFailures.count(report);
      if (cleanupTimers != null) {
        cleanupTimers.record(report);
      }
    }
  }
}
