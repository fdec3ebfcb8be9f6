package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: what a registry asks of its owner and tells it.
 *
 * <p>Implementations are thread-safe and never throw.
 */
public interface CleanupMonitor {
  /** Returns whether each cleanup is to be timed; costs two clock reads a cleanup. */
  boolean timesEach();

  /** Reads the clock, in nanoseconds as {@link System#nanoTime} counts them. */
  long nanoTime();

  /** Returns what is known of the outcome before the end, for a cleanup that is run early. */
  Outcome outcomeSoFar();

  /** Returns what interrupts cleanups at their time limit; asked only when one has a limit. */
  ScheduledExecutorService scheduler();

  /** Tells that a cleanup was registered after the end and ran at once, with its failure if any. */
  void late(String name, @Nullable Throwable failure);

  /** Tells, while the others wait, that a cleanup threw, now or when it was run early. */
  default void failed(String name, Throwable failure) {}

  /** Tells that an observer threw at the end. */
  void observerFailed(String name, Throwable failure);
}
