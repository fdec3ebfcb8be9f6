package dev.backstop.slo;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The counters of good and bad exchanges. One that was removed from the registry is made anew. */
final class SloEvents {
  static final String NAME = "backstop.slo.events";

  private final MeterRegistry registry;
  private final Tags fixed;
  private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();

  SloEvents(MeterRegistry registry, Tags fixed, List<Slo> slos) {
    this.registry = registry;
    this.fixed = fixed;
    registry.config().onMeterRemoved(this::forget);
    for (Slo slo : slos) {
      // Prometheus does not see the first increment of a series that begins with it.
      counterOf(slo, Blame.NONE);
      if (slo.kind() != SloKind.ERRORS) {
        counterOf(slo, Blame.of(Blame.HANDLER));
        counterOf(slo, Blame.of(Blame.RESPONSE_WRITE));
        counterOf(slo, Blame.of(Blame.CLIENT_ABORT));
      }
    }
  }

  private record Key(String slo, Blame blame) {}

  void count(Slo slo, Blame blame) {
    counterOf(slo, blame).increment();
  }

  private Counter counterOf(Slo slo, Blame blame) {
    Key key = new Key(slo.name(), blame);
    Counter known = counters.get(key);
    return known != null ? known : counters.computeIfAbsent(key, this::register);
  }

  private Counter register(Key key) {
    return Counter.builder(NAME)
        .description("Exchanges that kept or broke a service level objective")
        .tags(fixed)
        .tag("slo", key.slo)
        .tag("result", key.blame.equals(Blame.NONE) ? "good" : "bad")
        .tag("cause", key.blame.cause())
        .tag("held_by", key.blame.heldBy())
        .register(registry);
  }

  private void forget(Meter removed) {
    if (removed instanceof Counter) {
      counters.values().remove(removed);
    }
  }
}
