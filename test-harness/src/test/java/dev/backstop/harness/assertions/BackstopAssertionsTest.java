package dev.backstop.harness.assertions;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackstopAssertionsTest {
  private static final Outcome FAILED =
      new Outcome(
          "GET",
          "/orders/1",
          "/orders/*",
          500,
          StatusSource.CONTAINER,
          Ending.TRUNCATED,
          new IOException("disk full"),
          false,
          true,
          7,
          1_000);

  private static final Outcome FOUND =
      new Outcome(
          "GET",
          "/orders/2",
          null,
          200,
          StatusSource.PREDICTED,
          Ending.COMPLETED,
          null,
          false,
          false,
          0,
          1_000);

  @Test
  void outcome_asSaid_passes() {
    assertThat(FAILED)
        .hasMethod("GET")
        .hasPath("/orders/1")
        .hasRoute("/orders/*")
        .hasStatus(500)
        .hasStatusSource(StatusSource.CONTAINER)
        .isTruncated()
        .hasEnding(Ending.TRUNCATED)
        .hasError(Exception.class)
        .hasError(IOException.class, "disk full")
        .letItsErrorEscape()
        .timedOut()
        .failed()
        .hasBytesWritten(7);
    assertThat(FOUND).isCompleted().hasRoute(null).hasNoError().didNotTimeOut().didNotFail();
  }

  static Stream<Consumer<OutcomeAssert>> wrongOfFailed() {
    return Stream.of(
        outcome -> outcome.hasStatus(200),
        outcome -> outcome.hasStatusSource(StatusSource.PREDICTED),
        OutcomeAssert::isCompleted,
        OutcomeAssert::isAborted,
        OutcomeAssert::isUnfinished,
        outcome -> outcome.hasMethod("POST"),
        outcome -> outcome.hasPath("/"),
        outcome -> outcome.hasRoute(null),
        outcome -> outcome.hasBytesWritten(8),
        outcome -> outcome.hasError(IllegalStateException.class),
        outcome -> outcome.hasError(IOException.class, "other"),
        OutcomeAssert::hasNoError,
        OutcomeAssert::handledItsError,
        OutcomeAssert::didNotTimeOut,
        OutcomeAssert::didNotFail);
  }

  @ParameterizedTest
  @MethodSource("wrongOfFailed")
  void outcome_otherThanSaid_failsWithAllOfIt(Consumer<OutcomeAssert> wrong) {
    assertThatThrownBy(() -> wrong.accept(assertThat(FAILED)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected: ")
        .hasMessageContaining("but was: ")
        .hasMessageContaining(FAILED.toString());
  }

  static Stream<Consumer<OutcomeAssert>> wrongOfFound() {
    return Stream.of(
        OutcomeAssert::isTruncated,
        outcome -> outcome.hasError(IOException.class),
        OutcomeAssert::letItsErrorEscape,
        OutcomeAssert::handledItsError,
        OutcomeAssert::timedOut,
        OutcomeAssert::failed);
  }

  @ParameterizedTest
  @MethodSource("wrongOfFound")
  void outcome_withoutError_failsWithAllOfIt(Consumer<OutcomeAssert> wrong) {
    assertThatThrownBy(() -> wrong.accept(assertThat(FOUND)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(FOUND.toString());
  }

  @Test
  void hasStatus_other_saysBoth() {
    assertThatThrownBy(() -> assertThat(FAILED).hasStatus(404))
        .hasMessageContaining("Expected: status 404")
        .hasMessageContaining("but was:  status 500");
  }

  private static CleanupReport report() {
    CleanupRegistry registry = new CleanupRegistry();
    registry.register("first", outcome -> {});
    registry.register(
        "second",
        outcome -> {
          throw new IOException("closed");
        });
    registry.register("third", outcome -> {});
    return registry.unwind(FOUND);
  }

  @Test
  void report_asSaid_passes() {
    assertThat(report())
        .ranInOrder("third", "first")
        .ranExactly("third", "second", "first")
        .didNotRun("fourth")
        .hasFailure("second", Exception.class);
  }

  static Stream<Consumer<CleanupReportAssert>> wrongOfReport() {
    return Stream.of(
        report -> report.ranInOrder("first", "third"),
        report -> report.ranInOrder("third", "third"),
        report -> report.ranExactly("third", "first"),
        report -> report.didNotRun("first"),
        report -> report.hasFailure("first", IOException.class),
        report -> report.hasFailure("second", IllegalStateException.class),
        CleanupReportAssert::hasNoFailures);
  }

  @ParameterizedTest
  @MethodSource("wrongOfReport")
  void report_otherThanSaid_failsWithAllOfIt(Consumer<CleanupReportAssert> wrong) {
    assertThatThrownBy(() -> wrong.accept(assertThat(report())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("3 cleanups in ")
        .hasMessageContaining("java.io.IOException: closed");
  }

  @Test
  void outcome_missing_fails() {
    assertThatThrownBy(() -> assertThat((Outcome) null).hasStatus(200))
        .isInstanceOf(AssertionError.class);
    assertThat(FOUND.toString()).isNotEmpty();
  }
}
