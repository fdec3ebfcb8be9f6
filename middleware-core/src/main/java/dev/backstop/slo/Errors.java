package dev.backstop.slo;

import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which outcomes are errors of the service, and what they are called. */
final class Errors {
  private static final int DEEPEST = 16;

  private Errors() {}

  static Blame blame(Outcome outcome, CauseNames names) {
    return outcome.failed() && !isOfClient(outcome)
        ? Blame.of(names.error(typeOf(outcome)))
        : Blame.NONE;
  }

  /** A client that went away, and the failed write by which the application learned of it. */
  private static boolean isOfClient(Outcome outcome) {
    Throwable error = outcome.error();
    return outcome.ending() == Ending.ABORTED
        && outcome.status() < 500
        && (error == null || isOfConnection(error));
  }

  private static boolean isOfConnection(Throwable error) {
    @Nullable Throwable each = error;
    for (int i = 0; each != null && i < DEEPEST; i++) {
      if (each instanceof IOException) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  private static String typeOf(Outcome outcome) {
    String type = outcome.errorType();
    if (type != null && outcome.error() != null) {
      return type;
    }
    if (outcome.timedOut()) {
      return "timeout";
    }
    return type == null ? outcome.ending().name().toLowerCase(Locale.ROOT) : type;
  }
}
