package dev.backstop.completion;

import dev.backstop.outcome.Ending;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: an exchange as the sources of its completion see it. Weaker sources
 * add evidence; the strongest one that is installed ends it.
 *
 * <p>Thread-safe; no method throws.
 */
public interface OpenExchange {
  /** {@return whether it has ended} */
  boolean isEnded();

  /** {@return the status as far as the wrapper of the response has seen it decided} */
  int statusSoFar();

  /** {@return whether the wrapper of the response has seen that status committed} */
  boolean isCommitted();

  /** {@return whether that status is committed, or may be by a flush that has not returned yet} */
  boolean mayBeCommitted();

  /** {@return whether the wrapper of the response has seen a write to the client fail} */
  boolean hasWriteFailed();

  /** {@return whether asynchronous processing ran into its timeout} */
  boolean hasTimedOut();

  /** {@return whether the connection was lost in asynchronous processing, before the commit} */
  boolean isLostBeforeCommit();

  /** {@return the error as known so far, without its wrappers, or null} */
  @Nullable Throwable error();

  /**
   * Notes what a listener to asynchronous processing was told.
   *
   * @param error with its wrappers
   */
  void asyncError(Throwable error);

  /**
   * Notes an error that escaped from the application.
   *
   * @param error with its wrappers
   */
  void escaped(Throwable error);

  /**
   * Notes the error that the container remembers of the request, if none is known yet.
   *
   * @param error from a request attribute
   */
  void remembered(Throwable error);

  /** Notes that asynchronous processing ran into its timeout. */
  void timedOut();

  /**
   * Notes that writing to the client failed.
   *
   * @param failure what the write threw
   */
  void writeFailed(Throwable failure);

  /**
   * Notes that no more work is to come: unless something ends the exchange soon, or its transfer is
   * at work, the watchdog will.
   */
  void terminal();

  /**
   * Sets whom the watchdog asks before it gives up waiting for the container's signal.
   *
   * @param transfer asked on the watchdog's thread
   */
  void transfer(Transfer transfer);

  /** Ends it by the end of asynchronous processing, unless a container's signal is to come. */
  void asyncComplete();

  /**
   * Ends it by the Servlet API's own event, unless something stronger is to come.
   *
   * @param request still readable
   */
  void requestDestroyed(HttpServletRequest request);

  /**
   * Closes the response to every change: all of the answer is out, and the container's own signal
   * follows. To be told before the container may give what is beneath to the next request.
   */
  void closeResponse();

  /**
   * Ends it by the container's own signal; only the first call of all ends it.
   *
   * @param status the status line that was sent; 0 where none was
   * @param ending whether the client got it all
   * @param bytes body bytes that were given to the network; negative where they are not known
   * @param failure what cut the answer off, or null
   * @param elsewhere where to unwind, if this thread must not wait for cleanups; else null
   */
  void end(
      int status,
      Ending ending,
      long bytes,
      @Nullable Throwable failure,
      @Nullable Executor elsewhere);

  /**
   * Looks at its age, once a second, from the watchdog.
   *
   * @param nowNanos the time on the exchange's clock
   */
  void inspect(long nowNanos);

  /** Ends it as {@link Ending#UNFINISHED}: its context stops. */
  void abandon();

  /**
   * Its place among the open exchanges, for {@link OpenExchanges}.
   *
   * @return an index, good while it is among them
   */
  int place();

  /**
   * Sets its place among the open exchanges.
   *
   * @param place an index
   */
  void place(int place);
}
