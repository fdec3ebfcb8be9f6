package dev.backstop.cancellation;

/**
 * What is to be done when work is cancelled, in the hand of whoever registered it. It is done at
 * most once.
 *
 * <pre>{@code
 * try (Reaction cancel = exchange.cancellation().onCancel("query", statement::cancel)) {
 *   return read(statement.executeQuery());
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public sealed interface Reaction extends AutoCloseable permits ActionReaction {
  /**
   * Takes it back: it will not be done, and nothing refers to it any more.
   *
   * @return whether this call took it back; false where it was done, is being done on another
   *     thread, or was taken back
   */
  boolean remove();

  /** Takes it back, as {@link #remove}. */
  @Override
  default void close() {
    remove();
  }
}
