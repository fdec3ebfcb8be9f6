package dev.backstop.pitfall;

/** The misuses that Backstop catches. The id is stable; the text says what to do about it. */
public enum PitfallKind {
  /** The status was set when the client had already been sent another. */
  STATUS_AFTER_COMMIT(
      "BS-101",
      "the status was set after the response was committed, and the client never saw it",
      "decide the status before the first byte is flushed"),
  /** A cleanup tried to change the response. */
  RESPONSE_IN_CLEANUP(
      "BS-102",
      "a cleanup touched the response; nothing of it reached the wire",
      "set status, headers and body before the end; use Watch.beforeCommit for late headers"),
  /** The response was used after the end of the exchange. */
  RESPONSE_AFTER_END(
      "BS-201",
      "the response was used after the exchange had ended; nothing of it reached the wire",
      "hold the asynchronous work until it is done, or stop it when the exchange ends"),
  /** An exchange is open for longer than expected. */
  STILL_OPEN(
      "BS-202",
      "the exchange has been open for longer than the report age",
      "complete every AsyncContext on every path, or raise reportAge for long streams"),
  /** An exchange showed that it was over, and nothing ended it. */
  NEVER_ENDED(
      "BS-203",
      "the exchange showed that it was over, and nothing ended it; the watchdog has",
      "report this to Backstop with the container and its version"),
  /** The filter runs twice in one chain. */
  FILTER_TWICE(
      "BS-204",
      "the filter of one Backstop runs twice in one chain; the inner one does nothing",
      "install it once: install(servletContext), or one filter mapping"),
  /** A cleanup was registered after the end, or failed where no report could tell it. */
  CLEANUP_LATE(
      "BS-303",
      "a cleanup came after the end and ran at once",
      "register cleanups before the work that they clean up"),
  /** The cleanups ran although a task that the exchange carries had not returned. */
  RELEASED_UNDER_TASK(
      "BS-305",
      "the cleanups ran although a task that the exchange carries had not returned in time",
      "end the task with the exchange, or raise carryDeadline"),
  /** A middleware, a watch or an outcome listener threw. */
  OBSERVER_FAILED(
      "BS-901",
      "an observer threw; the request and the other observers went on",
      "mend the observer; its stack is in the cause");

  private final String id;
  private final String fact;
  private final String remedy;

  PitfallKind(String id, String fact, String remedy) {
    this.id = id;
    this.fact = fact;
    this.remedy = remedy;
  }

  /** Returns the stable id, as in {@code BS-101}. */
  public String id() {
    return id;
  }

  /** Returns one line that says what happened. */
  public String fact() {
    return fact;
  }

  /** Returns what to do about it. */
  public String remedy() {
    return remedy;
  }
}
