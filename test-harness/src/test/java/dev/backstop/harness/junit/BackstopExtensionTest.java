package dev.backstop.harness.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs good and bad sample tests through JUnit's own engine, and reads what they fail with. */
class BackstopExtensionTest {
  private static EngineExecutionResults run(Class<?> sample) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(sample)).execute();
  }

  private static List<Throwable> failuresOf(EngineExecutionResults results) {
    return results.allEvents().failed().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> result.getThrowable().orElseThrow())
        .toList();
  }

  private static Throwable failureOf(Class<?> sample) {
    List<Throwable> failures = failuresOf(run(sample));
    assertThat(failures).hasSize(1);
    return failures.get(0);
  }

  @ParameterizedTest
  @ValueSource(classes = {Samples.Green.class, Samples.Shared.class, Samples.Beside.class})
  void tests_withoutFault_stayGreen(Class<?> sample) {
    EngineExecutionResults results = run(sample);

    assertThat(failuresOf(results)).isEmpty();
    assertThat(results.testEvents().succeeded().count()).isPositive();
    assertThat(results.testEvents().succeeded().count())
        .isEqualTo(results.testEvents().started().count());
  }

  @Test
  void test_unexpectedPitfall_failsWithItsReport() {
    assertThat(failureOf(Samples.UnexpectedPitfall.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("Backstop caught 1 fault in test(RequestSpecification):")
        .hasMessageContaining("unexpected pitfall BS-101: ")
        .hasMessageContaining("GET /orders/late")
        .hasMessageContaining("SampleServlet.lateStatus(SampleServlet.java:")
        .hasMessageContaining("decide the status before the first byte is flushed");
  }

  @Test
  void test_failsByItselfToo_keepsItsFailureFirst() {
    Throwable failure = failureOf(Samples.FailsByItselfToo.class);

    assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("its own failure");
    assertThat(failure.getSuppressed())
        .singleElement()
        .satisfies(second -> assertThat(second).hasMessageContaining("BS-101"));
  }

  @Test
  void test_expectedPitfallMissing_failsWithWhatCame() {
    assertThat(failureOf(Samples.MissingPitfall.class))
        .hasMessageContaining("1 fault in")
        .hasMessageContaining("@ExpectPitfall(RELEASED_UNDER_TASK) was not met: BS-305")
        .hasMessageContaining("came: [BS-101]");
  }

  @Test
  void test_pitfallExpectedByItsClass_failsWhereItIsMissing() {
    assertThat(failureOf(Samples.MissingPitfallOfTheClass.class))
        .hasMessageContaining("@ExpectPitfall(RELEASED_UNDER_TASK) was not met")
        .hasMessageContaining("came: []");
  }

  @Test
  void test_openExchange_failsWithItsRequest() {
    assertThat(failureOf(Samples.OpenExchange.class))
        .hasMessageContaining("open exchange: GET /orders/stuck, open for ");
  }

  @Test
  void exchangesOf_foreignResponse_saysHowToCall() {
    assertThat(failureOf(Samples.ForeignResponse.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("injected RequestSpecification");
  }

  @Test
  void test_unendedSpan_failsWithItsNameAndPlace() {
    assertThat(failureOf(Samples.UnendedSpan.class))
        .hasMessageContaining("unended span: price lookup, started at ")
        .hasMessageContaining("UnendedSpan.forget(Samples.java:");
  }

  @Test
  void test_leakedKeyOfTheMdc_failsWithTheKey() {
    assertThat(failureOf(Samples.LeakedKey.class))
        .hasMessageContaining("unexpected pitfall BS-601")
        .hasMessageContaining("order");
  }

  @Test
  void test_leakedScope_fails() {
    assertThat(failureOf(Samples.LeakedScope.class))
        .hasMessageContaining("unexpected pitfall BS-502")
        .hasMessageContaining("GET /orders/scope");
  }

  @Test
  void test_leakedThread_failsWithItsName() {
    try {
      assertThat(failureOf(Samples.LeakedThread.class))
          .hasMessageContaining("leaked thread: \"sample-forgotten\"")
          .hasMessageContaining("alive 1 s after it");
      assertThat(failuresOf(run(Samples.AllowedThread.class))).isEmpty();
    } finally {
      Samples.LeakedThread.END.countDown();
    }
  }

  /** JUnit's own watcher is no daemon, and stays until all tests have run. */
  @Test
  void test_withATimeout_leaksNoThread() {
    assertThat(failuresOf(run(Samples.WithTimeout.class))).isEmpty();
  }

  @Test
  void tests_oneWithPitfall_failsAlone() {
    EngineExecutionResults results = run(Samples.OneBadOneGood.class);

    assertThat(results.testEvents().failed().stream().map(BackstopExtensionTest::name))
        .containsExactly("bad(RequestSpecification)");
    assertThat(results.testEvents().succeeded().stream().map(BackstopExtensionTest::name))
        .containsExactly("good(RequestSpecification)");
  }

  private static String name(Event event) {
    return event.getTestDescriptor().getDisplayName();
  }

  @Test
  void afterAll_pitfall_failsTheClass() {
    assertThat(failureOf(Samples.PitfallInAfterAll.class))
        .hasMessageContaining("what came after the last test of ")
        .hasMessageContaining("BS-101");
  }

  @Test
  void junit_ofThisBuild_isTheOneAskedFor() {
    String wanted = System.getProperty("backstop.junit");

    assertThat(Test.class.getPackage().getImplementationVersion()).startsWith(wanted + ".");
  }
}
