package dev.backstop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The log fields of one exchange: what the MDC of its own threads had, and over that what the
 * application set. Each change makes a new map, so a map that was given out never changes.
 *
 * <p>Thread-safe.
 */
final class LogFields {
  private Map<String, String> captured = Map.of();
  private Map<String, String> set = Map.of();
  private volatile Map<String, String> all = Map.of();

  /** Returns them as they are now; immutable. */
  Map<String, String> all() {
    return all;
  }

  /** Takes in what a thread of the exchange has; what it no longer has stays. */
  synchronized void capture(Map<String, String> mdc) {
    captured = with(captured, mdc);
    all = with(captured, set);
  }

  /** Sets one, or with null takes it back. */
  synchronized void set(String key, @Nullable String value) {
    Map<String, String> changed = new LinkedHashMap<>(set);
    if (value == null) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    set = changed;
    all = with(captured, set);
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> over) {
    Map<String, String> both = new LinkedHashMap<>(some);
    both.putAll(over);
    both.values().removeIf(value -> value == null); // the MDC may hold a null
    return Map.copyOf(both);
  }

  /** Makes these the MDC of this thread; null for none. */
  static void setOnThread(@Nullable Map<String, String> fields) {
    if (fields == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(fields);
    }
  }
}
