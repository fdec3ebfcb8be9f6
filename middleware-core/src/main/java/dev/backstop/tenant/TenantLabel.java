package dev.backstop.tenant;

import dev.backstop.observe.SpringConvention;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One value of the tag {@code tenant}, with its timers. Thread-safe; a timer that is known is found
 * without a lock.
 */
final class TenantLabel {
  private static final String RATE = "backstop.tenant.sample.rate";
  private static final String RATE_TAG = "sample_rate";

  private final String name;
  private final TenantClass group;
  private final MeterRegistry registry;
  // At most one for each word of SpringConvention.outcome, at the rate of the class and at 1.
  private final ConcurrentMap<Key, Timer> timers = new ConcurrentHashMap<>();
  private boolean taken;
  private volatile long usedNanos;

  TenantLabel(String name, TenantClass group, MeterRegistry registry, long nowNanos) {
    this.name = name;
    this.group = group;
    this.registry = registry;
    this.usedNanos = nowNanos;
  }

  private record Key(String outcome, String rate) {}

  TenantClass group() {
    return group;
  }

  /** Notes that its tenant is here. */
  void used(long nowNanos) {
    usedNanos = nowNanos;
  }

  boolean isIdle(long nowNanos, long idleNanos) {
    return nowNanos - usedNanos > idleNanos;
  }

  /** Returns the timer of a status and a rate; null where the label has been taken from it. */
  @Nullable Timer timer(int status, Sampling sampling) {
    Key key = new Key(SpringConvention.outcome(status), sampling.rate());
    Timer known = timers.get(key);
    return known != null ? known : register(key);
  }

  private synchronized @Nullable Timer register(Key key) {
    if (taken) {
      return null;
    }
    Timer timer =
        Timer.builder("backstop.tenant.requests")
            .description(
                "Time from the start of a tenant's request to the last byte of its response")
            .tag("tenant", name)
            .tag("class", group.name())
            .tag("outcome", key.outcome)
            .tag(RATE_TAG, key.rate)
            .register(registry);
    timers.put(key, timer);
    return timer;
  }

  /** Takes it from its tenant: its timers go from the registry, and no other comes. */
  void take() {
    synchronized (this) {
      taken = true;
    }
    timers.values().forEach(registry::remove);
    timers.clear();
  }

  /** Somebody removed a meter from the registry. */
  void forget(Meter removed) {
    timers.values().remove(removed);
  }

  /** Publishes a rate as a number, since a query cannot reckon with a tag. */
  static void publish(Sampling sampling, MeterRegistry registry) {
    if (registry.find(RATE).tag(RATE_TAG, sampling.rate()).gauge() != null) {
      return; // Micrometer warns of a second one
    }
    double rate = Double.parseDouble(sampling.rate());
    Gauge.builder(RATE, () -> rate)
        .description("The share that the tag sample_rate stands for, as a number to divide by")
        .tag(RATE_TAG, sampling.rate())
        .strongReference(true)
        .register(registry);
  }
}
