package dev.backstop.cancellation;

/** Why an exchange, or a part of its work, was cancelled. */
public enum CancelReason {
  /** The client went away, as far as the container could tell; see {@code docs/cancellation.md}. */
  CLIENT_GONE("the client went away"),
  /** A deadline that the application had set has passed. */
  DEADLINE("its deadline passed"),
  /** The container's asynchronous timeout has passed. */
  TIMEOUT("the container's asynchronous timeout passed"),
  /** The application cancelled it. */
  EXPLICIT("the application cancelled it"),
  /** The exchange has ended; its outcome is known. */
  ENDED("the exchange ended"),
  /** The context of the exchange stops. */
  SERVER_STOP("its context stops"),
  /** The partition of the record was taken from this consumer. */
  REVOKED("its partition was taken from this consumer");

  private final String fact;

  CancelReason(String fact) {
    this.fact = fact;
  }

  /** {@return a few words that say what happened} */
  public String fact() {
    return fact;
  }
}
