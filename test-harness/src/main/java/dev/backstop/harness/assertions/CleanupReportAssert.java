package dev.backstop.harness.assertions;

import dev.backstop.cleanup.CleanupReport;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on a {@link CleanupReport}. Each message has the whole of it. Not thread-safe. */
public final class CleanupReportAssert
    extends AbstractAssert<CleanupReportAssert, @Nullable CleanupReport> {
  CleanupReportAssert(@Nullable CleanupReport actual) {
    super(actual, CleanupReportAssert.class);
  }

  /**
   * Verifies that cleanups of these names ran in this order. Others may have run before, between
   * and after them, such as those of middleware; a name given twice must have run twice.
   *
   * @param names as they were registered
   * @return these assertions
   */
  public CleanupReportAssert ranInOrder(String... names) {
    int next = 0;
    for (String ran : names()) {
      if (next < names.length && ran.equals(names[next])) {
        next++;
      }
    }
    if (next < names.length) {
      fail("cleanups in this order: " + Arrays.toString(names), names().toString());
    }
    return this;
  }

  /**
   * Verifies that cleanups of exactly these names ran, in this order, those of middleware too.
   *
   * @param names as they were registered
   * @return these assertions
   */
  public CleanupReportAssert ranExactly(String... names) {
    if (!names().equals(List.of(names))) {
      fail("exactly these cleanups: " + Arrays.toString(names), names().toString());
    }
    return this;
  }

  /**
   * Verifies that no cleanup of this name ran.
   *
   * @param name as it was registered
   * @return these assertions
   */
  public CleanupReportAssert didNotRun(String name) {
    if (names().contains(name)) {
      fail("no cleanup " + name, names().toString());
    }
    return this;
  }

  /**
   * Verifies that a cleanup of this name threw an error of a type, or of a type below it.
   *
   * @param name as it was registered
   * @param type of what it threw
   * @return these assertions
   */
  public CleanupReportAssert hasFailure(String name, Class<? extends Throwable> type) {
    boolean isFound =
        report().failures().stream()
            .anyMatch(ran -> ran.name().equals(name) && type.isInstance(ran.failure()));
    if (!isFound) {
      fail("cleanup " + name + " failed with " + type.getName(), failures());
    }
    return this;
  }

  /**
   * Verifies that no cleanup threw.
   *
   * @return these assertions
   */
  public CleanupReportAssert hasNoFailures() {
    if (report().failedCount() > 0) {
      fail("no failed cleanup", failures());
    }
    return this;
  }

  private String failures() {
    List<String> failures =
        report().failures().stream().map(ran -> ran.name() + ": " + ran.failure()).toList();
    return failures.isEmpty() ? "no failed cleanup" : failures.toString();
  }

  private List<String> names() {
    return report().cleanups().stream().map(CleanupReport.Ran::name).toList();
  }

  private void fail(String expected, String found) {
    failWithMessage("%nExpected: %s%nbut was:  %s%nin %s", expected, found, actual);
  }

  private CleanupReport report() {
    isNotNull();
    return Objects.requireNonNull(actual);
  }
}
