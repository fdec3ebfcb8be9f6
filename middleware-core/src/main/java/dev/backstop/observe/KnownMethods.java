package dev.backstop.observe;

/**
 * The request methods that a span names, by the OpenTelemetry conventions: those of RFC 9110, PATCH
 * of RFC 5789, and QUERY. Any other is {@code _OTHER}.
 */
final class KnownMethods {
  static final String OTHER = "_OTHER";

  private KnownMethods() {}

  static String nameOf(String method) {
    return switch (method) {
      case "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "QUERY" ->
          method;
      default -> OTHER;
    };
  }

  /** Returns what a span is called by: the method, or {@code HTTP} where it is not known. */
  @SuppressWarnings("ReferenceEquality")
  static String spanName(String name) {
    return name.equals(OTHER) ? "HTTP" : name;
  }
}
