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
  /** Two layers decided the status differently before the commit. */
  STATUS_OVERRIDDEN(
      "BS-103",
      "an error status was replaced by another layer with one that hides it",
      "let one layer decide the status; set it in a finally only where none was decided"),
  /** The status was set after sendError had decided it. */
  STATUS_AFTER_SEND_ERROR(
      "BS-104",
      "the status was set after sendError; the client reads the error, and getStatus may say otherwise",
      "return after sendError"),
  /** Two threads wrote one response at the same time. */
  TWO_WRITERS(
      "BS-105",
      "two threads wrote the response at the same time; its bytes may be mixed",
      "hand the response over: only one of timeout and worker may write"),
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
  /** The request was used after the end of the exchange. */
  REQUEST_AFTER_END(
      "BS-205",
      "the request was used after the exchange had ended; the container has recycled it",
      "read what you need before the end, and keep that"),
  /** The response was written past the wrapper; found where requests are guarded. */
  WRAPPER_BYPASSED(
      "BS-206",
      "the response was written past Backstop's wrapper",
      "use startAsync(request, response) with the arguments of the method"),
  /** A cleanup threw. */
  CLEANUP_FAILED(
      "BS-301", "a cleanup threw; the others ran", "mend the cleanup; its stack is in the cause"),
  /** A cleanup took longer than the budget. */
  CLEANUP_SLOW(
      "BS-302",
      "a cleanup took longer than its budget",
      "move slow work to a task of its own, or raise slowCleanupAfter"),
  /** A cleanup was registered after the end, or failed where no report could tell it. */
  CLEANUP_LATE(
      "BS-303",
      "a cleanup came after the end and ran at once",
      "register cleanups before the work that they clean up"),
  /** An asynchronous cleanup had not ended at its deadline. */
  ASYNC_CLEANUP_OVERDUE(
      "BS-304",
      "an asynchronous cleanup had not ended at its deadline; the next ones ran",
      "complete its stage on every path, or give it a longer deadline"),
  /** The cleanups ran although a task that the exchange carries had not returned. */
  RELEASED_UNDER_TASK(
      "BS-305",
      "the cleanups ran although a task that the exchange carries had not returned in time",
      "end the task with the exchange, or raise carryDeadline"),
  /** What was to be done at a cancellation threw. */
  CANCEL_REACTION_FAILED(
      "BS-307",
      "a reaction to the cancellation threw; the others were done",
      "mend the reaction; its stack is in the cause"),
  /** Work that was handed off never told that it had ended. */
  HANDED_OFF_NEVER_FINISHED(
      "BS-306",
      "work that was handed off had not finished in time; its cleanups ran without it",
      "finish it on every path: HandedOff.run, or close it in a try-with-resources"),
  /** A recorded error was answered with success. */
  ERROR_SWALLOWED(
      "BS-401",
      "an error was recorded and the client read a success",
      "answer an error with an error status, or do not record what is none"),
  /** A later exception replaced the first one. */
  ERROR_MASKED(
      "BS-402",
      "a later exception replaced the first one, which caused it all",
      "add what a finally throws to the first by addSuppressed"),
  /** An exchange ended with a predicted status, and an error page answered with another one. */
  STATUS_GUESS_WRONG(
      "BS-403",
      "the status that a bare filter predicted is not the one that the client read",
      "use install(servletContext), which waits for the container's own signal"),
  /** An answer that was decided on by fail never reached the client. */
  PROBLEM_NOT_SENT(
      "BS-404",
      "the exchange was failed, and the client was never told: the response was not to be changed",
      "fail the exchange before the first byte is flushed, and write nothing after it"),
  /** A span was started in the exchange and not ended by its end. */
  SPAN_NOT_ENDED(
      "BS-501",
      "a span that was started in the exchange had not ended with it",
      "end it in a finally, or register its end as a cleanup"),
  /** A scope was left open. */
  SCOPE_LEFT_OPEN(
      "BS-502",
      "a scope was left open at the end of a dispatch; the context was restored",
      "close it in a try-with-resources on the same thread"),
  /** A scope was closed out of order. */
  SCOPE_CLOSED_OUT_OF_ORDER(
      "BS-503",
      "a scope was closed while a later one was still open; the context was restored",
      "close scopes in the reverse order of opening"),
  /** A scope was closed on another thread. */
  SCOPE_CLOSED_ELSEWHERE(
      "BS-504",
      "a scope was closed on another thread than the one that opened it",
      "never store a scope: make the context current again on the other thread"),
  /** A span was changed after its end. */
  SPAN_CHANGED_AFTER_END(
      "BS-505",
      "a span was changed after its end, and the change was dropped",
      "end a span last: after its attributes, events and status are set"),
  /** Logging context was left behind. */
  MDC_LEFT_BEHIND(
      "BS-601",
      "logging context was left behind on the thread; it was restored",
      "remove the key in a finally, or use MDC.putCloseable"),
  /** Logging context of an outer layer was removed or changed. */
  MDC_REMOVED(
      "BS-602",
      "logging context of an outer layer was removed or changed; it was restored",
      "put the outer value back instead of removing the key"),
  /** A timer was started in the exchange and never stopped. */
  TIMER_NOT_STOPPED(
      "BS-701",
      "a timer that was started in the exchange had not been stopped with it",
      "stop it in a finally, or register its stop as a cleanup"),
  /** A timer was stopped twice. */
  TIMER_STOPPED_TWICE(
      "BS-702",
      "a timer was stopped twice; the request counts twice",
      "stop it from one place; timeouts and errors only annotate"),
  /** A rollback came after the commit. */
  ROLLBACK_AFTER_COMMIT(
      "BS-801",
      "a rollback came after the commit; it undid nothing",
      "roll back in a catch, before the commit; the end rolls back what was not committed"),
  /** A transaction was committed twice. */
  COMMIT_TWICE(
      "BS-802",
      "a transaction was committed a second time; nothing was sent to the database",
      "commit in one place; after a commit that failed begin another transaction"),
  /** A transaction was used after its end. */
  TRANSACTION_AFTER_END(
      "BS-803",
      "a transaction was used after its end; its connection was back in the pool",
      "do all work before close() and before the end of the exchange"),
  /** Work was never committed, and the client read a success. */
  COMMIT_FORGOTTEN(
      "BS-804",
      "work was never committed, and the client read a success; it was rolled back",
      "commit before the answer, on every path that answers with success"),
  /** A rollback failed. */
  ROLLBACK_FAILED(
      "BS-805",
      "a rollback failed; the connection was discarded, not given back",
      "look at the cause: most often the database had closed the connection"),
  /** A commit came in a cleanup, or else after the end. */
  COMMIT_TOO_LATE(
      "BS-806",
      "a commit came after the client had its answer; it was refused",
      "commit before the answer; what belongs after it has a connection of its own"),
  /** A statement was left open. */
  STATEMENT_LEFT_OPEN(
      "BS-807",
      "a statement was still open at the end of its transaction; it was closed",
      "open it in a try-with-resources"),
  /** A statement was closed after its connection. */
  STATEMENT_CLOSED_LATE(
      "BS-808",
      "a statement was closed after its connection had gone back to the pool",
      "close in the reverse order of opening, as try-with-resources does"),
  /** The autoCommit mode was restored over uncommitted work. */
  AUTO_COMMIT_EARLY(
      "BS-809",
      "autoCommit was to be set over uncommitted work, which commits it; it was refused",
      "commit or roll back first; the end restores autoCommit by itself"),
  /** The application rolled back, and the client read a success. */
  ROLLBACK_BEHIND_SUCCESS(
      "BS-810",
      "work was rolled back, though nothing had failed, and the client read a success",
      "commit before an early return; answer a refusal with an error status"),
  /** Nobody knows whether a commit succeeded. */
  COMMIT_UNKNOWN(
      "BS-811",
      "a commit failed, and nobody knows whether the database has the work",
      "answer an error; look for the row before the work is repeated"),
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

  /** {@return the stable id, as in {@code BS-101}} */
  public String id() {
    return id;
  }

  /** {@return the page about it, from the root of Backstop's repository} */
  public String page() {
    return "docs/pitfalls/" + id + ".md";
  }

  /** {@return one line that says what happened} */
  public String fact() {
    return fact;
  }

  /** {@return what to do about it} */
  public String remedy() {
    return remedy;
  }
}
