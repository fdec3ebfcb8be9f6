package dev.backstop.problem;

import dev.backstop.outcome.Untrusted;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies values that have a form in JSON, so that nobody changes them later, and no more of them
 * than fit into an answer. What does not fit is left out. Not thread-safe.
 */
final class JsonCopy {
  private static final int LONGEST = 2_048;
  private static final int DEEPEST = 8;
  private static final String CUT = "...";

  private int valuesLeft = 1_000;
  private int charsLeft = 32_768;

  /** Returns text of at most 2,048 characters, three more where it was cut. */
  static String cut(String text) {
    return cut(text, LONGEST);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : Untrusted.cut(text, longest) + CUT;
  }

  /**
   * Returns the copy, or null where there is no room for any of it.
   *
   * @param name of the extension, for messages
   */
  @Nullable Object of(Object value, String name) {
    return copy(value, name, 0);
  }

  private @Nullable Object copy(@Nullable Object value, String name, int depth) {
    if (valuesLeft <= 0 || charsLeft <= 0) {
      return null;
    }
    valuesLeft--;
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof CharSequence || value instanceof Character || value instanceof Enum<?>) {
      return text(value instanceof Enum<?> constant ? constant.name() : value.toString());
    }
    if (isNumber(value)) {
      charsLeft -= value.toString().length();
      return value;
    }
    boolean nested = value instanceof Collection<?> || value instanceof Map<?, ?>;
    if (!nested || depth == DEEPEST) {
      throw new IllegalArgumentException(
          "extension '"
              + name
              + "' has a value of "
              + value.getClass().getName()
              + (nested ? " nested too deeply" : "")
              + ": expected text, a finite number, a boolean, or a collection or map of such, eight"
              + " deep at most");
    }
    return value instanceof Collection<?> list
        ? list(list, name, depth + 1)
        : map((Map<?, ?>) value, name, depth + 1);
  }

  private static boolean isNumber(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue());
    }
    // By class: a subclass may write itself as it likes.
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || ((value.getClass() == BigInteger.class || value.getClass() == BigDecimal.class)
            && value.toString().length() <= LONGEST);
  }

  private String text(String text) {
    String kept = cut(text, Math.min(LONGEST, charsLeft));
    charsLeft -= kept.length();
    return kept;
  }

  private List<@Nullable Object> list(Collection<?> values, String name, int depth) {
    List<@Nullable Object> copies = new ArrayList<>();
    for (Object value : values) {
      if (valuesLeft <= 0 || charsLeft <= 0) {
        break;
      }
      copies.add(copy(value, name, depth));
    }
    return Collections.unmodifiableList(copies);
  }

  private Map<String, @Nullable Object> map(Map<?, ?> values, String name, int depth) {
    Map<String, @Nullable Object> copies = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      if (valuesLeft <= 0 || charsLeft <= 0) {
        break;
      }
      copies.put(text(String.valueOf(entry.getKey())), copy(entry.getValue(), name, depth));
    }
    return Collections.unmodifiableMap(copies);
  }
}
