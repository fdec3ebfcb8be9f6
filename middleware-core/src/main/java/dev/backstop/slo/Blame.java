package dev.backstop.slo;

/**
 * What an exchange broke an objective by; both are tags.
 *
 * @param cause what took the time, or went wrong
 * @param heldBy for a wait: what had the resource meanwhile
 */
record Blame(String cause, String heldBy) {
  static final String NOBODY = "none";
  static final String HANDLER = "handler";
  static final String RESPONSE_WRITE = "response_write";
  static final String QUEUE = "queue";
  static final String CLIENT_ABORT = "client_abort";
  static final String CLEANUP = "cleanup:";
  static final String WAIT = "wait:";
  static final String ERROR = "error:";

  /** Held the resource, and was no cleanup. */
  static final String WORK = "work";

  static final Blame NONE = new Blame(NOBODY, NOBODY);

  static Blame of(String cause) {
    return new Blame(cause, NOBODY);
  }
}
