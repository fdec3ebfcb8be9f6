package dev.backstop.observe;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Replaces the values of sensitive query parameters by {@code REDACTED}, as the OpenTelemetry
 * semantic conventions ask of {@code url.query}. Names are matched by case, after percent-decoding.
 */
final class QueryRedaction {
  /** The parameters that the conventions list. */
  static final Set<String> SENSITIVE =
      Set.of("AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature");

  static final QueryRedaction BY_CONVENTION = new QueryRedaction(SENSITIVE);

  private final Set<String> sensitive;

  QueryRedaction(Set<String> sensitive) {
    this.sensitive = sensitive;
  }

  /** Returns the query, the same instance where there is nothing to redact. */
  String redact(String query) {
    StringBuilder redacted = null;
    int copied = 0;
    int start = 0;
    while (start < query.length()) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      int equals = query.indexOf('=', start);
      if (equals >= 0 && equals + 1 < end && isSensitive(query.substring(start, equals))) {
        if (redacted == null) {
          redacted = new StringBuilder(query.length());
        }
        redacted.append(query, copied, equals + 1).append("REDACTED");
        copied = end;
      }
      start = end + 1;
    }
    return redacted == null ? query : redacted.append(query, copied, query.length()).toString();
  }

  private boolean isSensitive(String name) {
    return sensitive.contains(name) || (name.indexOf('%') >= 0 && sensitive.contains(decode(name)));
  }

  private static String decode(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return name;
    }
  }
}
