package dev.backstop.harness.assertions;

import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on an {@link Outcome}. Each message has the whole of it. Not thread-safe. */
public final class OutcomeAssert extends AbstractAssert<OutcomeAssert, @Nullable Outcome> {
  OutcomeAssert(@Nullable Outcome actual) {
    super(actual, OutcomeAssert.class);
  }

  /**
   * Verifies the status that the client read; 0 where none was sent.
   *
   * @param expected a status, or 0
   * @return these assertions
   */
  public OutcomeAssert hasStatus(int expected) {
    return has("status", expected, outcome().status());
  }

  /**
   * Verifies who said the status.
   *
   * @param expected who it should be
   * @return these assertions
   */
  public OutcomeAssert hasStatusSource(StatusSource expected) {
    return has("status source", expected, outcome().statusSource());
  }

  /**
   * Verifies whether the client got the whole answer.
   *
   * @param expected how it should have ended
   * @return these assertions
   */
  public OutcomeAssert hasEnding(Ending expected) {
    return has("ending", expected, outcome().ending());
  }

  /**
   * Verifies that the client got the whole answer.
   *
   * @return these assertions
   */
  public OutcomeAssert isCompleted() {
    return hasEnding(Ending.COMPLETED);
  }

  /**
   * Verifies that the answer was cut.
   *
   * @return these assertions
   */
  public OutcomeAssert isTruncated() {
    return hasEnding(Ending.TRUNCATED);
  }

  /**
   * Verifies that the client went away.
   *
   * @return these assertions
   */
  public OutcomeAssert isAborted() {
    return hasEnding(Ending.ABORTED);
  }

  /**
   * Verifies that nothing ended the exchange.
   *
   * @return these assertions
   */
  public OutcomeAssert isUnfinished() {
    return hasEnding(Ending.UNFINISHED);
  }

  /**
   * Verifies the request method.
   *
   * @param expected as it was sent
   * @return these assertions
   */
  public OutcomeAssert hasMethod(String expected) {
    return has("method", expected, outcome().method());
  }

  /**
   * Verifies the raw path.
   *
   * @param expected as it was sent, without the query
   * @return these assertions
   */
  public OutcomeAssert hasPath(String expected) {
    return has("path", expected, outcome().path());
  }

  /**
   * Verifies the template that matched; null for none.
   *
   * @param expected with the context path in front, or null
   * @return these assertions
   */
  public OutcomeAssert hasRoute(@Nullable String expected) {
    return has("route", expected, outcome().route());
  }

  /**
   * Verifies the bytes of the body.
   *
   * @param expected without transfer coding; 0 for HEAD
   * @return these assertions
   */
  public OutcomeAssert hasBytesWritten(long expected) {
    return has("bytes written", expected, outcome().bytesWritten());
  }

  /**
   * Verifies that there was an error of a type, or of a type below it.
   *
   * @param type of the error without its wrappers
   * @return these assertions
   */
  public OutcomeAssert hasError(Class<? extends Throwable> type) {
    if (!type.isInstance(outcome().error())) {
      fail("an error of " + type.getName(), describe(outcome().error()));
    }
    return this;
  }

  /**
   * Verifies that there was an error of a type, or of a type below it, with this message.
   *
   * @param type of the error without its wrappers
   * @param message all of it
   * @return these assertions
   */
  public OutcomeAssert hasError(Class<? extends Throwable> type, String message) {
    hasError(type);
    Throwable error = outcome().error();
    if (error == null || !message.equals(error.getMessage())) {
      fail("an error with the message \"" + message + "\"", describe(error));
    }
    return this;
  }

  /**
   * Verifies that there was no error.
   *
   * @return these assertions
   */
  public OutcomeAssert hasNoError() {
    if (outcome().error() != null) {
      fail("no error", describe(outcome().error()));
    }
    return this;
  }

  private static String describe(@Nullable Throwable error) {
    return error == null ? "no error" : error.toString();
  }

  /**
   * Verifies that there was an error that the application turned into an answer.
   *
   * @return these assertions
   */
  public OutcomeAssert handledItsError() {
    if (outcome().error() == null || !outcome().errorHandled()) {
      fail("an error that was handled", escaped());
    }
    return this;
  }

  /**
   * Verifies that there was an error that escaped from the application.
   *
   * @return these assertions
   */
  public OutcomeAssert letItsErrorEscape() {
    if (outcome().error() == null || outcome().errorHandled()) {
      fail("an error that escaped", escaped());
    }
    return this;
  }

  private String escaped() {
    Throwable error = outcome().error();
    String how = outcome().errorHandled() ? ", handled" : ", escaped";
    return error == null ? "no error" : error + how;
  }

  /**
   * Verifies that asynchronous processing ran into its timeout.
   *
   * @return these assertions
   */
  public OutcomeAssert timedOut() {
    return has("timed out", true, outcome().timedOut());
  }

  /**
   * Verifies that no asynchronous processing ran into its timeout.
   *
   * @return these assertions
   */
  public OutcomeAssert didNotTimeOut() {
    return has("timed out", false, outcome().timedOut());
  }

  /**
   * Verifies that it counts as an error for a server span.
   *
   * @return these assertions
   */
  public OutcomeAssert failed() {
    return has("failed", true, outcome().failed());
  }

  /**
   * Verifies that it does not count as an error for a server span.
   *
   * @return these assertions
   */
  public OutcomeAssert didNotFail() {
    return has("failed", false, outcome().failed());
  }

  private OutcomeAssert has(String what, @Nullable Object expected, @Nullable Object found) {
    if (!Objects.equals(expected, found)) {
      fail(what + " " + expected, what + " " + found);
    }
    return this;
  }

  private void fail(String expected, String found) {
    failWithMessage("%nExpected: %s%nbut was:  %s%nin %s", expected, found, actual);
  }

  private Outcome outcome() {
    isNotNull();
    return Objects.requireNonNull(actual);
  }
}
