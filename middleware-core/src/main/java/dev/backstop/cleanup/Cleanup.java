package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;

/**
 * Work that runs once, at the end of an exchange, and sees its outcome without being able to change
 * it.
 */
@FunctionalInterface
public interface Cleanup {
  /**
   * Runs the cleanup.
   *
   * @param outcome what became of the exchange; where it runs early, what is known by then
   * @throws Exception which is kept in the {@link CleanupReport} and stops nothing
   */
  void run(Outcome outcome) throws Exception;
}
