package dev.backstop.tenant;

import org.jspecify.annotations.Nullable;

/** What a tenant may be called: a short word that is safe wherever it is written. */
final class TenantId {
  private static final int LONGEST = 64;

  private TenantId() {}

  /** Returns whether it is 1 to 64 of {@code A-Z a-z 0-9 . _ -}. */
  static boolean isWellFormed(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (!isAllowed(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
