package dev.backstop.problem;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON (RFC 8259) in the making, in one line. Not thread-safe. */
final class JsonText {
  private final StringBuilder text = new StringBuilder(128);

  JsonText open(char bracket) {
    text.append(bracket);
    return this;
  }

  JsonText close(char bracket) {
    if (text.charAt(text.length() - 1) == ',') {
      text.setLength(text.length() - 1);
    }
    text.append(bracket);
    return this;
  }

  /** Adds a member of an object. */
  void member(String name, @Nullable Object value) {
    string(name);
    text.append(':');
    element(value);
  }

  /** Adds an element of an array. */
  private void element(@Nullable Object value) {
    if (value instanceof String string) {
      string(string);
    } else if (value instanceof Map<?, ?> map) {
      open('{');
      map.forEach((name, nested) -> member((String) name, nested));
      close('}');
    } else if (value instanceof List<?> list) {
      open('[');
      list.forEach(this::element);
      close(']');
    } else {
      text.append(value); // a finite number, a boolean or null, written as Java writes them
    }
    text.append(',');
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        text.append(c).append(value.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        text.append('\uFFFD'); // alone it has no form in UTF-8
      } else {
        append(c);
      }
    }
    text.append('"');
  }

  private void append(char c) {
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (isUnsafe(c)) {
          text.append("\\u").append(Character.forDigit(c >> 12, 16));
          text.append(Character.forDigit(c >> 8 & 15, 16));
          text.append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
        } else {
          text.append(c);
        }
      }
    }
  }

  /** Control characters; what a page would take for markup; marks that turn the direction. */
  private static boolean isUnsafe(char c) {
    return c < 0x20
        || c == '<'
        || c == '>'
        || c == '&'
        || (c >= 0x7F && c <= 0x9F)
        || c == 0x061C
        || (c >= 0x200E && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xFEFF;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
