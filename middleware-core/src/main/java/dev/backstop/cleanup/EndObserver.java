package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;

/** For Backstop's own packages: a cleanup that also sees which cleanups ran before it. */
public interface EndObserver {
  /**
   * The exchange has ended. What it throws is a failure like that of any other cleanup.
   *
   * @param outcome what became of the exchange
   * @param report the cleanups that ran before this one
   */
  void end(Outcome outcome, CleanupReport report);
}
