package dev.backstop.harness.contract;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The probes of one server, by path; a context attribute. Thread-safe. */
final class Probes {
  private final Map<String, Probe> byPath = new ConcurrentHashMap<>();

  void add(Probe probe) {
    byPath.put(probe.path(), probe);
  }

  Probe at(@Nullable String path) {
    Probe probe = path == null ? null : byPath.get(path);
    if (probe == null) {
      throw new IllegalStateException(
          "request of path " + path + " has no probe: send " + Probe.HEADER + " with its path");
    }
    return probe;
  }
}
