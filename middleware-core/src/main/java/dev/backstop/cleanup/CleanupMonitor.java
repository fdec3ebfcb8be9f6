package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: what a registry asks of its owner and tells it.
 *
 * <p>Implementations are thread-safe and never throw.
 */
public interface CleanupMonitor {
  /** {@return whether the application's cleanups are to be timed; costs two clock reads each} */
  boolean timesEach();

  /** {@return whether the ends of observers are to be timed too} */
  default boolean timesObservers() {
    return timesEach();
  }

  /**
   * Reads the clock, in nanoseconds as {@link System#nanoTime} counts them.
   *
   * @return a time to compare with other readings of this clock alone
   */
  long nanoTime();

  /** {@return what is known of the outcome before the end, for a cleanup that is run early} */
  Outcome outcomeSoFar();

  /** {@return the id of the trace that the cleanups belong to, or null} */
  default @Nullable String traceId() {
    return null;
  }

  /** {@return what interrupts cleanups at their time limit; asked only when one has a limit} */
  ScheduledExecutorService scheduler();

  /**
   * Tells that a cleanup was registered after the end and ran at once, with its failure if any.
   *
   * @param name as it was registered
   * @param failure what it threw, or null
   */
  void late(String name, @Nullable Throwable failure);

  /**
   * Tells that a cleanup of the application has run apart from the unwinding, so that no report has
   * it: early and well, where each is timed, or late.
   *
   * @param cleanup how it went
   */
  default void ranApart(CleanupReport.Ran cleanup) {}

  /**
   * Tells, while the others wait, that a cleanup threw, now or when it was run early.
   *
   * @param name as it was registered
   * @param failure what it threw
   */
  default void failed(String name, Throwable failure) {}

  /**
   * Makes the owner's context current on this thread, for cleanups of the application that are
   * about to run on it.
   *
   * @return what takes it back, on the same thread; null where there is nothing to take back
   */
  default @Nullable AutoCloseable enterCleanups() {
    return null;
  }

  /**
   * A cleanup of the application is about to run on this thread, or, asynchronous, to begin.
   *
   * @param name as it was registered
   * @return what is closed when its call has returned, on the same thread; null where nothing is
   */
  default @Nullable AutoCloseable enterCleanup(String name) {
    return null;
  }

  /**
   * Goes on where an asynchronous cleanup has ended, on a thread that may wait: never on this one
   * unless that may.
   *
   * @param rest what is left of the unwinding; to be run once
   */
  default void resume(Runnable rest) {
    rest.run();
  }

  /**
   * A cleanup that may outlive its request is registered, on this thread.
   *
   * @return the application's line that does it, or null where nobody will ask for that
   */
  default @Nullable StackTraceElement registersLasting() {
    return null;
  }

  /**
   * Tells that an asynchronous cleanup was given up at its deadline.
   *
   * @param name as it was registered
   * @param site the line that registered it, or null where nobody asked for that
   * @param failure what the report has of it
   */
  default void overdue(String name, @Nullable StackTraceElement site, TimeoutException failure) {}

  /**
   * Tells that an asynchronous cleanup which was given up has ended after all.
   *
   * @param name as it was registered
   * @param site the line that registered it, or null where nobody asked for that
   * @param failure what it ended with, or null where it went well
   */
  default void endedOverdue(
      String name, @Nullable StackTraceElement site, @Nullable Throwable failure) {}

  /**
   * Tells that an observer threw at the end.
   *
   * @param name as it was registered
   * @param failure what it threw
   */
  void observerFailed(String name, Throwable failure);
}
