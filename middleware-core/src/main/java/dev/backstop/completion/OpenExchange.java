package dev.backstop.completion;

import dev.backstop.outcome.Ending;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: an exchange as the sources of its completion see it. Weaker sources
 * add evidence; the strongest one that is installed ends it.
 *
 * <p>Thread-safe; no method throws.
 */
public interface OpenExchange {
  /** Returns whether it has ended. */
  boolean isEnded();

  /** Notes an error that escaped from the application. */
  void escaped(Throwable error);

  /** Notes that asynchronous processing ran into its timeout. */
  void timedOut();

  /** Notes that writing to the client failed. */
  void writeFailed(Throwable failure);

  /**
   * Notes that no more work is to come: unless something ends the exchange soon, the watchdog will.
   */
  void terminal();

  /** Ends it by the end of asynchronous processing, unless a container's signal is to come. */
  void asyncComplete();

  /** Ends it by the container's own signal; only the first call of all ends it. */
  void end(WireEnd end, @Nullable Executor elsewhere);

  /** Looks at its age, once a second, from the watchdog. */
  void inspect(long nowNanos);

  /** Ends it as {@link Ending#UNFINISHED}: its context stops. */
  void abandon();

  /** Its place among the open exchanges, for {@link OpenExchanges}. */
  int place();

  /** Sets its place among the open exchanges. */
  void place(int place);
}
