package dev.backstop.tenant;

import dev.backstop.Exchange;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Which share of the exchanges is metered. By OpenTelemetry's consistent probability sampling: the
 * low 56 bits of the trace id are compared with a threshold, so every service that sees a trace
 * decides alike, and whoever samples more has all that others have who sample less.
 *
 * @param rejected of 2^56 values the lowest that are left out
 * @param rate the share, as a tag tells it
 */
record Sampling(long rejected, String rate) {
  static final Sampling ALL = new Sampling(0, "1");

  private static final int DIGITS = 14; // hexadecimal: 56 bits
  private static final long VALUES = 1L << (4 * DIGITS);

  /** Returns the sampling of a share, which is above 0 and at most 1. */
  static Sampling of(double share) {
    long rejected = VALUES - Math.max(1, Math.round(share * VALUES));
    String rate = BigDecimal.valueOf(share).stripTrailingZeros().toPlainString();
    return rejected <= 0 ? ALL : new Sampling(rejected, rate);
  }

  /**
   * Returns this, or {@link #ALL} where an exchange has no id by which others could do the same.
   */
  Sampling of(Exchange exchange) {
    return exchange.traceId() == null && exchange.requestId() == null ? ALL : this;
  }

  /** Returns whether an exchange is metered. */
  boolean takes(Exchange exchange) {
    return rejected == 0 || takes(exchange.traceId(), exchange.requestId());
  }

  /** Returns whether what has these ids is metered; the trace id goes first. */
  boolean takes(@Nullable String traceId, @Nullable String requestId) {
    String id = traceId != null ? traceId : requestId;
    return id == null || (traceId != null ? randomnessOf(traceId) : hash(id)) >= rejected;
  }

  private static long randomnessOf(String traceId) {
    long bits = 0;
    int start = traceId.length() - DIGITS;
    for (int i = start; i < traceId.length(); i++) {
      int digit = i < 0 ? -1 : Character.digit(traceId.charAt(i), 16);
      if (digit < 0) {
        return hash(traceId); // a tracer of another kind
      }
      bits = bits << 4 | digit;
    }
    return bits;
  }

  /** FNV-1a, and over it the finalizer of SplitMix64, which spreads short ids over all bits. */
  private static long hash(String id) {
    long z = 0xCBF29CE484222325L;
    for (int i = 0; i < id.length(); i++) {
      z = (z ^ id.charAt(i)) * 0x100000001B3L;
    }
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (z ^ (z >>> 31)) & (VALUES - 1);
  }
}
