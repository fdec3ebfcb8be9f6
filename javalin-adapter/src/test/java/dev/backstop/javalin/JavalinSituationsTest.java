package dev.backstop.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recording;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can happen to a request, on a started server, as a raw socket reads it. */
class JavalinSituationsTest {
  static Stream<Situation> situations() {
    return Stream.of(
            ErrorSituations.all(),
            AsyncSituations.all(),
            ResourceSituations.all(),
            UpgradeSituations.all(),
            BodySituations.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("situations")
  void withPlugin(Situation situation) throws Exception {
    verify(situation, Setup.WITH_PLUGIN);
  }

  @ParameterizedTest
  @MethodSource("situations")
  void inContext(Situation situation) throws Exception {
    verify(situation, Setup.IN_CONTEXT);
  }

  @ParameterizedTest
  @MethodSource("situations")
  void withoutTap_allButRecoveredErrors(Situation situation) throws Exception {
    verify(situation, Setup.WITHOUT_TAP);
  }

  @EnabledForJreRange(min = JRE.JAVA_21)
  @ParameterizedTest
  @MethodSource("situations")
  void onVirtualThreads(Situation situation) throws Exception {
    verify(situation, Setup.ON_VIRTUAL_THREADS);
  }

  private static void verify(Situation situation, Setup setup) throws Exception {
    Played played = Played.play(situation, setup);
    Recording recording = played.recording();
    Expected expected = situation.expected();
    assertThat(recording.opened()).as("opened").isEqualTo(1);
    Outcome outcome = recording.outcome();

    SoftAssertions.assertSoftly(
        softly -> {
          softly.assertThat(outcome.status()).as("status").isEqualTo(expected.status());
          softly.assertThat(outcome.ending()).as("ending").isEqualTo(expected.ending());
          softly.assertThat(outcome.timedOut()).as("timed out").isEqualTo(expected.timedOut());
          String route = expected.route();
          softly
              .assertThat(outcome.route())
              .as("route")
              .isEqualTo(route == null ? null : setup.contextPath() + route);
          softly.assertThat(recording.logs()).as("log lines").hasSize(1);
          softly.assertThat(recording.spans()).as("spans").hasSize(1);
          softly.assertThat(played.timed()).as("timed").isEqualTo(1);
          verifyWire(softly, played.answer(), outcome);
          verifyError(softly, expected, outcome, setup);
          verifyOrigin(softly, expected, outcome);
          softly
              .assertThat(recording.pitfalls())
              .extracting(Pitfall::kind)
              // Jetty refuses a write that comes between its last byte and the end, not Backstop.
              .filteredOn(kind -> !expected.usedLate() || kind != PitfallKind.RESPONSE_AFTER_END)
              .as("pitfalls")
              .isEqualTo(expected.pitfalls(setup.recordErrors()));
          for (Pitfall pitfall : recording.pitfalls()) {
            softly
                .assertThat(String.valueOf(pitfall.site()))
                .as("site of " + pitfall)
                .contains("Situations");
          }
        });
  }

  private static void verifyWire(SoftAssertions softly, RawResponse answer, Outcome outcome) {
    if (answer == null) {
      return; // the client did not wait for it
    }
    softly.assertThat(answer.status()).as("status on the wire").isEqualTo(outcome.status());
    if (outcome.ending() == Ending.COMPLETED) {
      softly.assertThat(answer.isComplete()).as("complete: " + answer).isTrue();
      softly.assertThat(outcome.bytesWritten()).as("bytes").isEqualTo(answer.body().length);
    }
  }

  private static void verifyError(
      SoftAssertions softly, Expected expected, Outcome outcome, Setup setup) {
    if (expected.handled() && !setup.recordErrors()) {
      if (outcome.ending() == Ending.ABORTED) {
        return; // the container says in its own words that the client left
      }
      softly.assertThat(outcome.error()).as("recovered error").isNull();
    } else if (expected.error() == null) {
      softly.assertThat(outcome.error()).as("error").isNull();
    } else {
      softly.assertThat(outcome.error()).as("error").isInstanceOf(expected.error());
      softly.assertThat(outcome.errorHandled()).as("handled").isEqualTo(expected.handled());
    }
  }

  /** An error of the application, or that it caused, is traced to its line and not to Javalin's. */
  private static void verifyOrigin(SoftAssertions softly, Expected expected, Outcome outcome) {
    boolean containers = expected.error() == IOException.class;
    boolean timers = expected.error() == TimeoutException.class;
    if (outcome.error() != null && !containers && !timers) {
      softly.assertThat(String.valueOf(outcome.errorOrigin())).as("origin").contains("Situations");
    }
  }
}
