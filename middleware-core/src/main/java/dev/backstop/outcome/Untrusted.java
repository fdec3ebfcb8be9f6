package dev.backstop.outcome;

/** Makes untrusted text safe to stand in one line of a log. Stateless and thread-safe. */
public final class Untrusted {
  private static final int LONGEST = 2048; // a request line may be 8 KB and more of noise

  private Untrusted() {}

  /**
   * {@return the text with everything escaped that could end the line, close a quote, or make a
   * terminal act: control characters (NEL and ESC too), U+2028 and U+2029, the marks that turn the
   * direction of writing, quotes and backslashes} It is cut after 2,048 characters.
   *
   * @param text untrusted
   */
  public static String clean(String text) {
    int length = Math.min(text.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      if (isUnsafe(text.charAt(i))) {
        return escape(text, i, length);
      }
    }
    return length == text.length() ? text : text.substring(0, length) + "...";
  }

  /**
   * {@return the text, cut after so many characters, but never within one that takes two of Java's}
   *
   * @param text untrusted or not; what it has stays as it is
   * @param longest not negative
   */
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean inPair = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, inPair ? longest - 1 : longest);
  }

  private static boolean isUnsafe(char c) {
    return c < 0x20
        || c == '"'
        || c == '\''
        || c == '\\'
        || (c >= 0x7F && c <= 0x9F)
        || c == 0x061C
        || (c >= 0x200E && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || Character.isSurrogate(c)
        || c == 0xFEFF;
  }

  private static String escape(String text, int from, int length) {
    StringBuilder safe = new StringBuilder(length + 16).append(text, 0, from);
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      if (isUnsafe(c)) {
        safe.append("\\u").append(Character.forDigit(c >> 12, 16));
        safe.append(Character.forDigit(c >> 8 & 15, 16));
        safe.append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
      } else {
        safe.append(c);
      }
    }
    return length == text.length() ? safe.toString() : safe.append("...").toString();
  }
}
