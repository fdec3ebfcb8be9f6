package dev.backstop.harness.assertions;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Where assertions on the types of Backstop begin. Import it beside AssertJ's own.
 *
 * <pre>{@code
 * assertThat(outcome).hasStatus(404).isCompleted().hasRoute("/orders/*").hasNoError();
 * assertThat(report).ranInOrder("audit", "db.connection").hasNoFailures();
 * }</pre>
 */
public final class BackstopAssertions {
  private BackstopAssertions() {}

  /** Returns assertions on an outcome. */
  public static OutcomeAssert assertThat(@Nullable Outcome actual) {
    return new OutcomeAssert(actual);
  }

  /** Returns assertions on a cleanup report. */
  public static CleanupReportAssert assertThat(@Nullable CleanupReport actual) {
    return new CleanupReportAssert(actual);
  }
}
