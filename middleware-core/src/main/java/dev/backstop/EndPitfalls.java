package dev.backstop;

import dev.backstop.outcome.Ending;
import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.PitfallKind;
import org.jspecify.annotations.Nullable;

/** The pitfalls that the outcome and the cleanups of an exchange show. */
final class EndPitfalls {
  private EndPitfalls() {}

  /** An error that was recorded, and then a success that the client read to its last byte. */
  static void ofOutcome(Backstop backstop, ExchangeLife life, Outcome outcome) {
    Throwable error = outcome.error();
    int status = outcome.status();
    if (error != null
        && outcome.errorHandled()
        && outcome.ending() == Ending.COMPLETED
        && status >= 200
        && status < 400) {
      String detail = ErrorClassifier.typeOf(error) + " answered with " + status;
      backstop.reportAt(PitfallKind.ERROR_SWALLOWED, life, detail, originOf(error), error);
    }
  }

  /** An error page has answered after the end, perhaps otherwise than a filter could know. */
  static void ofErrorPage(Backstop backstop, ExchangeLife life, int status) {
    Outcome outcome = life.outcome();
    if (outcome.statusSource() == StatusSource.PREDICTED && outcome.status() != status) {
      Throwable error = outcome.error();
      String detail = outcome.status() + " predicted, " + status + " answered by an error page";
      StackTraceElement site = error == null ? null : originOf(error);
      backstop.reportAt(PitfallKind.STATUS_GUESS_WRONG, life, detail, site, error);
    }
  }

  /** A container has sent a body of which the wrapper knows nothing. */
  static void ofBypass(
      Backstop backstop, ExchangeLife life, Outcome outcome, @Nullable StackTraceElement site) {
    if (outcome.status() < 400) { // else an error page of the container may be the body
      String detail = outcome.bytesWritten() + " bytes";
      backstop.reportAt(PitfallKind.WRAPPER_BYPASSED, life, detail, site, null);
    }
  }

  /** A cleanup threw. */
  static void ofCleanup(Backstop backstop, ExchangeLife life, String name, Throwable failure) {
    backstop.reportAt(PitfallKind.CLEANUP_FAILED, life, name, originOf(failure), failure);
  }

  /** Returns the application's line of code that threw, or null where none did. */
  static @Nullable StackTraceElement originOf(Throwable error) {
    StackTraceElement origin = ErrorClassifier.originOf(error);
    return origin != null && ErrorClassifier.isApplication(origin.getClassName()) ? origin : null;
  }
}
