package dev.backstop.it.peers;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One record of an exchange by some instrument.
 *
 * @param status 0 where the record has none
 * @param errors the simple class names of its error and of what is behind it; none where it has
 *     none
 * @param nanos when it was made, by {@link System#nanoTime}
 */
record Told(int status, Set<String> errors, long nanos) {
  /** Stands for an error that was counted without its class. */
  static final String WITHOUT_CLASS = "*";

  private static final int DEEPEST = 20; // causes may go round in circles

  /** Made now. */
  static Told now(int status, @Nullable Throwable error) {
    return new Told(status, namesOf(error), System.nanoTime());
  }

  static Set<String> namesOf(@Nullable Throwable error) {
    Set<String> names = new LinkedHashSet<>();
    Throwable next = error;
    for (int depth = 0; next != null && depth < DEEPEST; depth++) {
      names.add(next.getClass().getSimpleName());
      next = next.getCause();
    }
    return names;
  }

  boolean tells(String error) {
    return errors.contains(error) || errors.contains(WITHOUT_CLASS);
  }
}
