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

  /**
   * {@return assertions on an outcome}
   *
   * @param actual what is looked at; null fails all but {@code isNull}
   */
  public static OutcomeAssert assertThat(@Nullable Outcome actual) {
    return new OutcomeAssert(actual);
  }

  /**
   * {@return assertions on a cleanup report}
   *
   * @param actual what is looked at; null fails all but {@code isNull}
   */
  public static CleanupReportAssert assertThat(@Nullable CleanupReport actual) {
    return new CleanupReportAssert(actual);
  }
}
