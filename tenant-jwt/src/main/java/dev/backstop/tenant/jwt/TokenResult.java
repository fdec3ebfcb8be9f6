package dev.backstop.tenant.jwt;

import java.util.Locale;

/** What became of the token of one request. */
enum TokenResult {
  /** It named the tenant. */
  VERIFIED,
  /** There was none. */
  ABSENT,
  /** There were several, or it is too long, or not a signed JWT by its form. */
  MALFORMED,
  /** Its algorithm, key, signature, type, issuer, audience or time is not accepted. */
  REFUSED,
  /** It was accepted once, and its time is over. */
  EXPIRED,
  /** It is verified, and has no such claim, or not as a string. */
  NO_CLAIM,
  /** The keys could not be had. */
  NO_KEYS;

  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
