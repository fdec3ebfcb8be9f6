package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import java.util.concurrent.CompletionStage;

/**
 * Work that begins at the end of an exchange and goes on without a thread of its own. The cleanups
 * that were registered before it run when its stage has completed.
 */
@FunctionalInterface
public interface AsyncCleanup {
  /**
   * Begins the work; called once. It should return soon: until it does it keeps the thread that
   * unwinds.
   *
   * @param outcome what became of the exchange; where it begins early, what is known by then
   * @return what completes when the work is done; what it completes with is dropped, and an
   *     exception is the failure of this cleanup. Null is a failure
   * @throws Exception which is kept in the {@link CleanupReport} and stops nothing
   */
  CompletionStage<?> run(Outcome outcome) throws Exception;
}
