package dev.backstop.cancellation;

/**
 * For Backstop's own packages: what a cancellation asks of its owner and tells it.
 *
 * <p>Implementations are thread-safe and never throw.
 */
public interface CancelMonitor {
  /** {@return the name of the exchange for messages: its method and path, cleaned} */
  String describe();

  /**
   * Tells that a reaction threw.
   *
   * @param name as it was registered
   * @param failure what it threw
   */
  void reactionFailed(String name, Throwable failure);
}
