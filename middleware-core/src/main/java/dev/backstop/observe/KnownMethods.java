package dev.backstop.observe;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The request methods that a span is named by, as the OpenTelemetry conventions know them: those of
 * RFC 9110, PATCH of RFC 5789, and QUERY. Any other is {@code _OTHER}, and its span {@code HTTP}.
 */
final class KnownMethods {
  private final Map<String, SpanNames> known =
      Stream.of(
              "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY",
              "TRACE")
          .collect(Collectors.toUnmodifiableMap(Function.identity(), SpanNames::new));
  private final SpanNames other = new SpanNames("HTTP");

  /** Returns whether a method is known; methods are case-sensitive (RFC 9110, 9.1). */
  boolean contains(String method) {
    return known.containsKey(method);
  }

  /** Returns the names of the spans of a method. */
  SpanNames namesOf(String method) {
    SpanNames names = known.get(method);
    return names == null ? other : names;
  }
}
