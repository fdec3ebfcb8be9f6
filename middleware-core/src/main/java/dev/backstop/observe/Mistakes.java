package dev.backstop.observe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a configuration, gathered so that {@code build()} tells all of it at once. */
final class Mistakes {
  private final List<String> found = new ArrayList<>();

  /** Returns whether a value was given; a null is a mistake. */
  boolean given(@Nullable Object value, String call, String remedy) {
    if (value == null) {
      found.add(call + " was given null: " + remedy);
    }
    return value != null;
  }

  /** Notes a mistake where something does not hold, and returns whether it holds. */
  boolean holds(boolean condition, String mistake) {
    if (!condition) {
      found.add(mistake);
    }
    return condition;
  }

  /** Throws where there was any mistake. */
  void refuse(String what) {
    if (!found.isEmpty()) {
      throw new IllegalStateException(what + " cannot be built: " + String.join("; ", found));
    }
  }
}
