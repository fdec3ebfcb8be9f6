package dev.backstop.harness.contract;

import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code http.server.requests} has counted, by the tags that depend on the outcome. */
final class Timers {
  private final Map<String, Long> counts = new TreeMap<>();

  private Timers() {}

  static Timers of(MeterRegistry meters) {
    Timers timers = new Timers();
    for (Timer timer : meters.find("http.server.requests").timers()) {
      String tags = timer.getId().getTag("status") + " " + timer.getId().getTag("exception");
      timers.counts.merge(tags, timer.count(), Long::sum);
    }
    return timers;
  }

  /** Returns the faults in what was counted since an earlier look, given the outcomes. */
  List<String> faultsSince(Timers before, List<Outcome> outcomes) {
    Map<String, Long> expected = new HashMap<>();
    for (Outcome outcome : outcomes) {
      expected.merge(tagsOf(outcome), 1L, Long::sum);
    }
    Map<String, Long> counted = new HashMap<>();
    counts.forEach(
        (tags, count) -> {
          long added = count - before.counts.getOrDefault(tags, 0L);
          if (added != 0) {
            counted.put(tags, added);
          }
        });
    List<String> faults = new ArrayList<>();
    if (!counted.equals(expected)) {
      faults.add("timers: expected " + expected + ", counted " + counted);
    }
    return faults;
  }

  private static String tagsOf(Outcome outcome) {
    Throwable error = outcome.error();
    return (outcome.status() == 0 ? "UNKNOWN" : Integer.toString(outcome.status()))
        + " "
        + (error == null ? "none" : ErrorClassifier.namedClassOf(error).getSimpleName());
  }
}
