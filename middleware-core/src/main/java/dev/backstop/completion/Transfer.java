package dev.backstop.completion;

/**
 * For Backstop's own packages: a container's way to the network for one exchange, as the watchdog
 * asks for it. A slow client is no lost signal.
 *
 * <p>Thread-safe.
 */
public interface Transfer {
  /**
   * {@return whether the container is at work on the answer, and so will tell of its end: where a
   * client reads slowly, that may be long after the application is done}
   */
  boolean isSending();
}
