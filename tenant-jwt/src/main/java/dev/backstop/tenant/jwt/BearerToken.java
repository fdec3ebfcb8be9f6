package dev.backstop.tenant.jwt;

import dev.backstop.completion.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the bearer token of a request (RFC 6750, 2.1); what is no JWT by its letters is none. */
final class BearerToken {
  private static final String HEADER = "Authorization";
  private static final String SCHEME = "Bearer";

  private final int longest;

  BearerToken(int longest) {
    this.longest = longest;
  }

  /** Returns whether a request sent any bearer token, or something that is to pass for one. */
  static boolean isAbsent(RequestHead request) {
    for (String value : request.headers(HEADER)) {
      if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the token, or null where there is not exactly one {@code Authorization}, or it has no
   * token of three parts in base64url, or one that is too long.
   */
  @Nullable String of(RequestHead request) {
    List<String> values = request.headers(HEADER);
    if (values.size() != 1) {
      return null; // two credentials: which one somebody else goes by, nobody knows
    }
    String value = values.get(0);
    int start = SCHEME.length();
    if (value.length() <= start
        || value.charAt(start) != ' '
        || !value.regionMatches(true, 0, SCHEME, 0, start)) {
      return null;
    }
    while (start < value.length() && value.charAt(start) == ' ') { // RFC 9110, 11.4: 1*SP
      start++;
    }
    return value.length() - start <= longest && isCompact(value, start)
        ? value.substring(start)
        : null;
  }

  private static boolean isCompact(String value, int start) {
    int dots = 0;
    for (int i = start; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '.') {
        dots++;
      } else if (!isBase64Url(c)) {
        return false; // Nimbus would skip it
      }
    }
    return dots == 2;
  }

  private static boolean isBase64Url(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
