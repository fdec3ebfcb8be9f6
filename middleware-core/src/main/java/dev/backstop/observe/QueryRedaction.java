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

  private final String[] sensitive;

  QueryRedaction(Set<String> sensitive) {
    this.sensitive = sensitive.toArray(String[]::new);
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
      if (equals >= 0 && equals + 1 < end && isSensitive(query, start, equals)) {
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

  private boolean isSensitive(String query, int start, int end) {
    int percent = query.indexOf('%', start);
    if (percent < 0 || percent >= end) {
      return matches(query, start, end);
    }
    String decoded = decode(query.substring(start, end));
    return matches(decoded, 0, decoded.length());
  }

  private boolean matches(String text, int start, int end) {
    for (String name : sensitive) {
      if (name.length() == end - start && text.startsWith(name, start)) {
        return true;
      }
    }
    return false;
  }

  private static String decode(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return name;
    }
  }
}
