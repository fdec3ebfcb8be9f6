package dev.backstop.observe;

import dev.backstop.outcome.Ending;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;

/** Counts exchanges by how they ended. All four counters are there, at zero, from the start. */
final class EndingCounters {
  private final Map<Ending, Counter> counters = new EnumMap<>(Ending.class);

  EndingCounters(Tags fixed, MeterRegistry registry) {
    for (Ending ending : Ending.values()) {
      counters.put(
          ending,
          Counter.builder("backstop.exchanges")
              .description("Exchanges that have ended, by how they ended")
              .tags(fixed)
              .tag("ending", ending.name())
              .register(registry));
    }
  }

  void count(Ending ending) {
    Counter counter = counters.get(ending);
    if (counter != null) {
      counter.increment();
    }
  }
}
