package dev.backstop.observe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: what is wrong with a configuration, gathered so that {@code build()}
 * tells all of it at once.
 *
 * <p>Not thread-safe.
 */
public final class Mistakes {
  private final List<String> found = new ArrayList<>();

  /** Makes an empty list. */
  public Mistakes() {}

  /**
   * {@return whether a value was given; a null is a mistake}
   *
   * @param value what was given
   * @param call how the message names the call
   * @param remedy what to do instead
   */
  public boolean given(@Nullable Object value, String call, String remedy) {
    if (value == null) {
      found.add(call + " was given null: " + remedy);
    }
    return value != null;
  }

  /**
   * Notes a mistake where something does not hold.
   *
   * @param condition what should hold
   * @param mistake the fact and what was expected
   * @return {@code condition}
   */
  public boolean holds(boolean condition, String mistake) {
    if (!condition) {
      found.add(mistake);
    }
    return condition;
  }

  /**
   * Throws where there was any mistake.
   *
   * @param what what cannot be built, for the message
   * @throws IllegalStateException with all of them
   */
  public void refuse(String what) {
    if (!found.isEmpty()) {
      throw new IllegalStateException(what + " cannot be built: " + String.join("; ", found));
    }
  }
}
