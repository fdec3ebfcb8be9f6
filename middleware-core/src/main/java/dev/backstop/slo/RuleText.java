package dev.backstop.slo;

/** Text as it stands in a rule file, whatever is in it. */
final class RuleText {
  private RuleText() {}

  /** Returns a string literal of PromQL. */
  static String promql(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** Returns text as it stands in a label of an alert, which is a template of Go's. */
  static String template(String text) {
    return text.replace("{{", "{{\"{{\"}}");
  }

  /** Returns a double-quoted scalar of YAML 1.2, all in ASCII. */
  static String yaml(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c >= 0x20 && c < 0x7F) {
                quoted.append((char) c);
              } else {
                quoted.append(String.format(c > 0xFFFF ? "\\U%08X" : "\\u%04X", c));
              }
            });
    return quoted.append('"').toString();
  }
}
