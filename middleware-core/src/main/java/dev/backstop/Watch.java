package dev.backstop;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.cleanup.EndObserver;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;

/**
 * The eye of one {@link Middleware} on one exchange. Its methods are called one after the other,
 * though on different threads.
 */
public interface Watch extends EndObserver {
  /**
   * A dispatch begins, on this thread.
   *
   * @param type why the container dispatches
   * @return what is closed when the dispatch ends, on the same thread, last entered first; null
   *     where there is nothing to close
   */
  default @Nullable AutoCloseable enter(DispatcherType type) {
    return null;
  }

  /**
   * A dispatch is about to end, on its thread: the application's work in it is done, and the
   * request can still be read. Called before what {@link #enter} returned is closed.
   *
   * @param type as {@link #enter} was given
   */
  default void leaving(DispatcherType type) {}

  /**
   * Cleanups of the application are about to run, on this thread, which may be any, also after
   * {@link #end}. For a context that they are to find, as a span that is current.
   *
   * @return what is closed when they have run, on the same thread, last entered first; null where
   *     there is nothing to close
   */
  default @Nullable AutoCloseable enterCleanups() {
    return null;
  }

  /**
   * A single cleanup of the application is about to run, on this thread; an early or a late one
   * too, and of an asynchronous one the call that begins it. Called only where a middleware of the
   * Backstop {@linkplain Middleware#followsCleanups follows cleanups}.
   *
   * @param name as registered
   * @return what is closed when it has returned, on the same thread, last entered first; null where
   *     there is nothing to close
   */
  default @Nullable AutoCloseable enterCleanup(String name) {
    return null;
  }

  /**
   * A cleanup of the application has run apart from the unwinding, on this thread or, asynchronous,
   * on that of its end: early ({@link dev.backstop.cleanup.Registration#runNow}), where single
   * durations are taken, or late. The report that {@link #end} is given does not have it; one that
   * ran early and failed is there, and not told here. Called at any time, after the end too.
   *
   * @param cleanup how it went
   */
  default void ranApart(CleanupReport.Ran cleanup) {}

  /**
   * The response may be committed by what comes next: the last chance for headers. Called once;
   * once more after a reset. A response that the container commits by itself, without a write, a
   * flush or the end of the dispatch, is not announced.
   *
   * @param status the status as it stands
   */
  default void beforeCommit(int status) {}

  /**
   * An error of the exchange was recorded.
   *
   * @param error without its wrappers
   * @param handled whether the application turned it into an answer; false where it escaped
   */
  default void error(Throwable error, boolean handled) {}

  /**
   * A pitfall of the exchange was caught, on this thread. Unlike the other methods it may be called
   * at any time, after the end too, and while another one runs.
   *
   * @param pitfall what was caught
   */
  default void pitfall(Pitfall pitfall) {}

  /**
   * The exchange has ended. Called once, as a cleanup of the same registry as all others, so it
   * runs after the cleanups of the application.
   *
   * @param report the cleanups that ran before this one
   */
  @Override
  void end(Outcome outcome, CleanupReport report);
}
