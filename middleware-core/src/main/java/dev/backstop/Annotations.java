package dev.backstop;

import dev.backstop.outcome.Untrusted;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The facts that somebody found out about one exchange, for its records. Bounded: a record is no
 * store.
 *
 * <p>Thread-safe.
 */
final class Annotations {
  private static final int MOST = 32;
  private static final int LONGEST = 256;

  private volatile Map<String, String> all = Map.of();

  /** Adds one; each change makes a new map, so one that was given out never changes. */
  synchronized void add(String key, String value) {
    if (Objects.requireNonNull(key, "key of an annotation is null; give a fixed word").isBlank()) {
      throw new IllegalArgumentException("key of an annotation is blank; give a fixed word");
    }
    Objects.requireNonNull(value, "value of an annotation is null; leave the annotation out");
    if (all.size() == MOST && !all.containsKey(key)) {
      return;
    }
    Map<String, String> changed = new LinkedHashMap<>(all);
    changed.put(key, Untrusted.cut(value, LONGEST));
    all = Collections.unmodifiableMap(changed);
  }

  Map<String, String> all() {
    return all;
  }
}
