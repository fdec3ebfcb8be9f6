package dev.backstop.cancellation;

/**
 * The time in which a thread is interrupted when its work is cancelled.
 *
 * <pre>{@code
 * try (InterruptScope scope = exchange.cancellation().interrupting()) {
 *   return queue.take();
 * }
 * }</pre>
 *
 * <p>The interrupt never comes after {@link #close}, and where the thread itself closes the scope
 * it never stays with that thread: a pool, or a container, gets it back as it was.
 *
 * <p>Thread-safe.
 */
public sealed interface InterruptScope extends AutoCloseable permits InterruptReaction {
  /** {@return whether the thread was interrupted by the cancellation} */
  boolean isInterrupted();

  /** Ends the scope; a second call does nothing. */
  @Override
  void close();
}
