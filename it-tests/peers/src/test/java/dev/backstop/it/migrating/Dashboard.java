package dev.backstop.it.migrating;

import com.codahale.metrics.MetricRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What has been counted, by meter with its tags: timers, counters and Dropwizard's meters. */
final class Dashboard {
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final MetricRegistry dropwizard = new MetricRegistry();

  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (Meter meter : meters.getMeters()) {
      if (meter instanceof Timer timer) {
        counts.put(nameOf(meter), timer.count());
      } else if (meter instanceof Counter counter) {
        counts.put(nameOf(meter), (long) counter.count());
      }
    }
    dropwizard.getMeters().forEach((name, meter) -> counts.put(shortened(name), meter.getCount()));
    dropwizard.getTimers().forEach((name, timer) -> counts.put(shortened(name), timer.getCount()));
    return counts;
  }

  private static String shortened(String name) {
    return name.replace("io.dropwizard.metrics.servlet.InstrumentedFilter.", "..");
  }

  private static String nameOf(Meter meter) {
    List<Tag> tags = meter.getId().getTags();
    return meter.getId().getName()
        + tags.stream()
            .map(tag -> tag.getKey() + "=" + tag.getValue())
            .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Returns what was counted since, as the cell of a table. */
  static String since(Map<String, Long> before, Map<String, Long> now) {
    List<String> grown = new ArrayList<>();
    now.forEach(
        (name, count) -> {
          long more = count - before.getOrDefault(name, 0L);
          if (more > 0) {
            grown.add("`" + name + "`" + (more > 1 ? " twice" : ""));
          }
        });
    return grown.isEmpty() ? "nothing" : String.join("<br>", grown);
  }
}
