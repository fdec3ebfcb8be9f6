package dev.backstop.outcome;

/** How an exchange ended, seen from the client. */
public enum Ending {
  /** The whole answer was handed to the network. */
  COMPLETED,
  /** A status was sent, and a failure on this side cut the body short. */
  TRUNCATED,
  /** The client went away before it had the whole answer, or no answer was sent at all. */
  ABORTED,
  /** Nothing ever ended the exchange; it was reaped, or its context stopped. */
  UNFINISHED
}
