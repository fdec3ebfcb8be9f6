package dev.backstop.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.cleanup.CleanupReport.Ran;
import dev.backstop.cleanup.CleanupReport.Totals;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The cleanups of the application in numbers. */
class CleanupTotalsTest {
  private static final Outcome END =
      new Outcome(
          "", "", null, 0, StatusSource.PREDICTED, Ending.COMPLETED, null, false, false, 0, 0);

  private final ManualMonitor monitor = new ManualMonitor();

  private void take(long nanos) {
    monitor.now += nanos;
  }

  @Test
  void ofApplication_timed_addsDurationsAndLeavesObserversOut() {
    monitor.timing = true;
    CleanupRegistry registry = new CleanupRegistry(monitor);
    registry.observe("log", (outcome, report) -> take(1_000));
    registry.register("a", outcome -> take(30));
    registry.register(
        "b",
        outcome -> {
          take(50);
          throw new IllegalStateException();
        });

    CleanupReport report = registry.unwind(END);

    assertThat(report.count()).isEqualTo(3);
    assertThat(report.ofApplication()).isEqualTo(new Totals(2, 1, 80, 50));
  }

  @Test
  void ofApplication_notTimed_saysSo() {
    CleanupRegistry registry = new CleanupRegistry(monitor);
    registry.register("a", outcome -> {});

    assertThat(registry.unwind(END).ofApplication()).isEqualTo(new Totals(1, 0, -1, -1));
  }

  @Test
  void ofApplication_nothingRan_isZero() {
    assertThat(new CleanupRegistry().unwind(END).ofApplication())
        .isEqualTo(new Totals(0, 0, 0, -1));
  }

  @Test
  void outcome_eachEnd_hasItsWord() {
    assertThat(ran(null).outcome()).isEqualTo("ok");
    assertThat(ran(new AssertionError()).outcome()).isEqualTo("failed");
    assertThat(ran(new TimeoutException()).outcome()).isEqualTo("timed_out");
  }

  private static Ran ran(Throwable failure) {
    return new Ran("a", 1, failure, 0, 0, false);
  }
}
