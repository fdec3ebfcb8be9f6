package dev.backstop.slo;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The counters of good and bad exchanges, and of the causes of the bad ones. One that was removed
 * from the registry is made anew.
 */
final class SloEvents {
  static final String NAME = "backstop.slo.events";
  private static final String EXCHANGES = "backstop.slo.exchanges";
  private static final String GOOD = "good";
  private static final String BAD = "bad";

  private final MeterRegistry registry;
  private final Tags fixed;
  private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Counter> good = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Counter> bad = new ConcurrentHashMap<>();

  SloEvents(MeterRegistry registry, Tags fixed, List<Slo> slos) {
    this.registry = registry;
    this.fixed = fixed;
    registry.config().onMeterRemoved(this::forget);
    for (Slo slo : slos) {
      // Prometheus does not see the first increment of a series that begins with it, and causes
      // come up at any time: alerts are made of the counters without them.
      exchangesOf(slo, GOOD);
      exchangesOf(slo, BAD);
      counterOf(slo, Blame.NONE);
    }
  }

  private record Key(String slo, Blame blame) {}

  void count(Slo slo, Blame blame) {
    counterOf(slo, blame).increment();
    exchangesOf(slo, resultOf(blame)).increment();
  }

  private Counter counterOf(Slo slo, Blame blame) {
    Key key = new Key(slo.name(), blame);
    Counter known = counters.get(key);
    return known != null ? known : counters.computeIfAbsent(key, this::register);
  }

  private static String resultOf(Blame blame) {
    return blame.equals(Blame.NONE) ? GOOD : BAD;
  }

  private Counter exchangesOf(Slo slo, String result) {
    ConcurrentMap<String, Counter> bySlo = result.equals(GOOD) ? good : bad;
    Counter known = bySlo.get(slo.name());
    return known != null
        ? known
        : bySlo.computeIfAbsent(
            slo.name(),
            name ->
                Counter.builder(EXCHANGES)
                    .description("Exchanges that a service level objective covers")
                    .tags(fixed)
                    .tag("slo", name)
                    .tag("result", result)
                    .register(registry));
  }

  private Counter register(Key key) {
    return Counter.builder(NAME)
        .description("Exchanges that kept or broke a service level objective, by cause")
        .tags(fixed)
        .tag("slo", key.slo)
        .tag("result", resultOf(key.blame))
        .tag("cause", key.blame.cause())
        .tag("held_by", key.blame.heldBy())
        .register(registry);
  }

  private void forget(Meter removed) {
    if (removed instanceof Counter) {
      counters.values().remove(removed);
      good.values().remove(removed);
      bad.values().remove(removed);
    }
  }
}
