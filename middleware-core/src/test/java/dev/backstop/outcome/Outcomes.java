package dev.backstop.outcome;

import org.jspecify.annotations.Nullable;

/** Outcomes for tests that only need one. */
public final class Outcomes {
  private Outcomes() {}

  /** Returns the outcome of a GET /orders that was answered in full. */
  public static Outcome completed(int status) {
    return of(status, Ending.COMPLETED, null, false);
  }

  /** Returns the outcome of a GET /orders. */
  public static Outcome of(
      int status, Ending ending, @Nullable Throwable error, boolean errorHandled) {
    return new Outcome(
        "GET",
        "/orders",
        "/orders",
        status,
        StatusSource.CONTAINER,
        ending,
        error,
        errorHandled,
        false,
        0,
        1_500_000);
  }
}
