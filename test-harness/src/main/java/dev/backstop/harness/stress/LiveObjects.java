package dev.backstop.harness.stress;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;

/** Counts the objects that can be reached, by class: HotSpot's class histogram. */
final class LiveObjects {
  private final Map<String, Integer> counts;

  private LiveObjects(Map<String, Integer> counts) {
    this.counts = counts;
  }

  /** Collects all garbage, and counts what is left. */
  static LiveObjects now() {
    Map<String, Integer> counts = new HashMap<>();
    for (String line : histogram().split("\n", -1)) {
      String[] columns = line.trim().split("\\s+", -1); // "1: 1000 16000 a.b.C"
      if (columns.length >= 4 && columns[0].endsWith(":")) {
        counts.merge(columns[3], Integer.parseInt(columns[1]), Integer::sum);
      }
    }
    return new LiveObjects(counts);
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException("this JVM does not count its objects", e);
    }
  }

  /** Returns how many objects there are of exactly this class. */
  int of(String className) {
    return counts.getOrDefault(className, 0);
  }
}
