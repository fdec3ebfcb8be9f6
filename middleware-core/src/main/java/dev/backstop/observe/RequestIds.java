package dev.backstop.observe;

import dev.backstop.completion.RequestHead;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The id by which a request is known: the client's own where it is well formed, else one that is
 * made, at most 16 hexadecimal digits that no other request of this process has.
 *
 * <p>An id is for finding lines; it is no secret.
 */
final class RequestIds {
  private static final int LONGEST = 64;

  private final @Nullable String header;
  // A random key keeps processes apart, and how many requests there were to ourselves.
  private final long key = UUID.randomUUID().getLeastSignificantBits();
  private final AtomicLong made = new AtomicLong();

  RequestIds(@Nullable String header) {
    this.header = header;
  }

  String idOf(RequestHead head) {
    String sent = header == null ? null : head.header(header);
    return sent != null && isWellFormed(sent) ? sent : make();
  }

  static boolean isWellFormed(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private String make() {
    // The finalizer of SplitMix64: one to one, so two counts never give one id.
    long z = key + made.getAndIncrement() * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return Long.toHexString(z ^ (z >>> 31));
  }
}
