package dev.backstop.harness.stress;

/** When a client goes away. */
enum Leaving {
  /** It reads its answer to the end. */
  NEVER,
  /** It closes its sending side after the request, and reads its answer to the end. */
  HALF_CLOSES,
  /** In the middle of the request's head. */
  IN_HEAD,
  /** In the middle of the request's body; without a body, as {@link #AFTER_REQUEST}. */
  IN_UPLOAD,
  /** When it has sent the request, without reading anything. */
  AFTER_REQUEST,
  /** When it has read some bytes of the answer. */
  IN_ANSWER;

  boolean staysToTheEnd() {
    return this == NEVER || this == HALF_CLOSES;
  }
}
