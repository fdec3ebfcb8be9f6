package dev.backstop.observe;

import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;

/** Counts pitfalls by kind. All counters are there, at zero, from the start. */
final class PitfallCounters {
  private final Map<PitfallKind, Counter> counters = new EnumMap<>(PitfallKind.class);

  PitfallCounters(Tags fixed, MeterRegistry registry) {
    for (PitfallKind kind : PitfallKind.values()) {
      counters.put(
          kind,
          Counter.builder("backstop.pitfalls")
              .description("Misuse that was caught, by kind")
              .tags(fixed)
              .tag("kind", kind.name())
              .register(registry));
    }
  }

  void count(PitfallKind kind) {
    Counter counter = counters.get(kind);
    if (counter != null) {
      counter.increment();
    }
  }
}
