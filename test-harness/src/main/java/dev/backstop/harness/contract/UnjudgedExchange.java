package dev.backstop.harness.contract;

import dev.backstop.harness.RawResponse;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of an {@link UnjudgedRun}: what the client read, and what the application did.
 *
 * <p>Thread-safe.
 */
public final class UnjudgedExchange {
  private final Observed observed;
  private final Expectation expected;

  UnjudgedExchange(Observed observed, Expectation expected) {
    this.observed = observed;
    this.expected = expected;
  }

  /** {@return its path, which no other exchange of the run has} */
  public String path() {
    return observed.path();
  }

  /** {@return what the client read, off the raw socket} */
  public RawResponse answer() {
    return observed.answer();
  }

  /** {@return whether the application still works on it, on a thread of its own} */
  public boolean isBusy() {
    return observed.probe().isBusy();
  }

  /** {@return when the application did its last action so far, by {@link System#nanoTime}} */
  public long lastActionNanos() {
    return observed.probe().lastActionNanos();
  }

  /**
   * {@return the simple class name of the exception that escaped from the application; null where
   * none did, where the application answered it, and where it tells of a lost connection, which
   * containers name as they like}
   */
  public @Nullable String escaped() {
    String type = expected.errorType();
    return expected.errorHandled() || type == null || type.startsWith("(") ? null : type;
  }
}
