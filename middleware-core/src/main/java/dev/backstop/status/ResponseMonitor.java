package dev.backstop.status;

/**
 * For Backstop's own packages: what a wrapper tells the owner of its response.
 *
 * <p>Implementations never throw.
 */
public interface ResponseMonitor {
  /** {@return the evidence about the response, which all its wrappers share} */
  ResponseEvidence evidence();

  /** What {@link #writeBegins} returns where nobody asks how long writes take. */
  long NOT_TIMED = Long.MIN_VALUE;

  /**
   * A write to the client begins.
   *
   * @return {@link System#nanoTime} or {@link #NOT_TIMED}
   */
  default long writeBegins() {
    return NOT_TIMED;
  }

  /**
   * A write that was timed is over, whether it failed or not.
   *
   * @param began what {@link #writeBegins} returned
   */
  default void writeEnded(long began) {}

  /**
   * The response may be committed by what comes next; headers can still be set.
   *
   * @param status what is decided so far
   */
  void beforeCommit(int status);

  /**
   * Writing to the client failed.
   *
   * @param failure what the write threw
   */
  void writeFailed(Throwable failure);

  /**
   * The status was set although it had been sent; the wire ignores it.
   *
   * @param call the call with its argument, for the report
   */
  void statusAfterCommit(String call);

  /** {@return whether anybody is told of misuse; else no place in the code is looked for} */
  boolean isTold();

  /**
   * The status was set after sendError had decided another one.
   *
   * @param call the call with its argument, for the report
   */
  void statusAfterSendError(String call);

  /**
   * An error status that one class of the application had decided was hidden by another.
   *
   * @param call both calls, for the report
   */
  void statusOverridden(String call);

  /**
   * A thread wrote while another one was writing.
   *
   * @param call the call, and who was writing, for the report
   */
  void twoWriters(String call);

  /**
   * The response was used after its end; nothing of it reached the wire.
   *
   * @param call the call, for the report
   */
  void usedAfterEnd(String call);

  /** {@return the name of the exchange for messages: its method and path} */
  String describe();
}
