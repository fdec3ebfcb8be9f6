package dev.backstop.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {
  private final Throwable error = new IllegalStateException("no stock");

  @ParameterizedTest
  @CsvSource({
    // status, ending, error?, handled?, failed?
    "200, COMPLETED, false, false, false",
    "404, COMPLETED, false, false, false",
    "499, COMPLETED, false, false, false",
    "500, COMPLETED, false, false, true",
    "503, COMPLETED, false, false, true",
    "200, TRUNCATED, false, false, true",
    "200, UNFINISHED, false, false, true",
    "200, ABORTED, false, false, false",
    "0, ABORTED, false, false, false",
    // an error that escaped counts whatever was answered
    "200, COMPLETED, true, false, true",
    "404, COMPLETED, true, false, true",
    "500, COMPLETED, true, false, true",
    "200, ABORTED, true, false, true",
    // a handled one: swallowed below 400, the client's with 4xx, ours with 5xx
    "200, COMPLETED, true, true, true",
    "399, COMPLETED, true, true, true",
    "400, COMPLETED, true, true, false",
    "499, COMPLETED, true, true, false",
    "500, COMPLETED, true, true, true",
    // a client that left is no error of the server
    "200, ABORTED, true, true, false",
    "0, ABORTED, true, true, false",
    "500, ABORTED, true, true, true",
  })
  void failed_byStatusEndingAndError(
      int status, Ending ending, boolean withError, boolean handled, boolean failed) {
    Outcome outcome = Outcomes.of(status, ending, withError ? error : null, handled);

    assertThat(outcome.failed()).isEqualTo(failed);
  }

  @Test
  void errorType_withError_isItsClassNameWhateverTheStatus() {
    assertThat(Outcomes.of(200, Ending.COMPLETED, error, true).errorType())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(Outcomes.of(503, Ending.COMPLETED, error, false).errorType())
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void errorType_anonymousError_isThatOfTheNamedSuperclass() {
    Throwable anonymous =
        new IllegalArgumentException("no such order") {
          private static final long serialVersionUID = 1;
        };

    assertThat(Outcomes.of(400, Ending.COMPLETED, anonymous, true).errorType())
        .isEqualTo("java.lang.IllegalArgumentException");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 599})
  void errorType_serverErrorWithoutException_isTheStatus(int status) {
    assertThat(Outcomes.completed(status).errorType()).isEqualTo(Integer.toString(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101, 200, 302, 404, 499})
  void errorType_noErrorBelow500_isNull(int status) {
    assertThat(Outcomes.completed(status).errorType()).isNull();
  }

  @Test
  void errorOrigin_withError_isAFrameOfItsStack() {
    assertThat(Outcomes.of(500, Ending.COMPLETED, error, false).errorOrigin())
        .isEqualTo(ErrorClassifier.originOf(error))
        .isIn((Object[]) error.getStackTrace());
  }

  @Test
  void errorOrigin_withoutError_isNull() {
    assertThat(Outcomes.completed(500).errorOrigin()).isNull();
  }

  @Test
  void duration_isTheNanosecondsOfTheRecord() {
    assertThat(Outcomes.completed(200).duration()).isEqualTo(Duration.ofNanos(1_500_000));
  }
}
