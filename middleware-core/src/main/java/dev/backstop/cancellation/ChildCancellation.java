package dev.backstop.cancellation;

/**
 * The cancellation of a part of the work of an exchange, such as one of many sub-requests.
 *
 * <p>Thread-safe.
 */
public sealed interface ChildCancellation extends Cancellation, AutoCloseable permits Token {
  /**
   * Forgets it: the part is done. Its reactions are dropped and not done, what is registered later
   * is dropped too, and to cancel it does nothing; so for its own children. A second call does
   * nothing.
   */
  @Override
  void close();
}
