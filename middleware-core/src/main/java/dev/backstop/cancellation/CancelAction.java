package dev.backstop.cancellation;

/** What is to be done when work is cancelled, such as {@code statement::cancel}. */
@FunctionalInterface
public interface CancelAction {
  /**
   * Does it. It should be quick: others wait for their turn.
   *
   * @throws Exception which is reported as a pitfall, and stops nothing
   */
  void run() throws Exception;
}
