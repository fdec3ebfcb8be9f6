package dev.backstop.javalin;

import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import java.util.List;

/**
 * What the outcome of a situation has to say.
 *
 * @param route without the context path; null for none
 * @param error the type, or null for none
 * @param handled whether the application turned it into an answer
 * @param usedLate whether the application writes when its exchange has ended
 */
record Expected(
    int status,
    Ending ending,
    String route,
    Class<? extends Throwable> error,
    boolean handled,
    boolean timedOut,
    boolean usedLate) {

  static Expected status(int status) {
    return new Expected(status, Ending.COMPLETED, Situation.ROUTE, null, false, false, false);
  }

  Expected route(String template) {
    return new Expected(status, ending, template, error, handled, timedOut, usedLate);
  }

  Expected ending(Ending how) {
    return new Expected(status, how, route, error, handled, timedOut, usedLate);
  }

  Expected handled(Class<? extends Throwable> type) {
    return new Expected(status, ending, route, type, true, timedOut, usedLate);
  }

  Expected escaped(Class<? extends Throwable> type) {
    return new Expected(status, ending, route, type, false, timedOut, usedLate);
  }

  Expected afterTimeout() {
    return new Expected(status, ending, route, error, handled, true, usedLate);
  }

  Expected thenUsedLate() {
    return new Expected(status, ending, route, error, handled, timedOut, true);
  }

  /** Returns what must be caught; a recovered error is known only where errors are recorded. */
  List<PitfallKind> pitfalls(boolean errorsRecorded) {
    boolean success = status >= 200 && status < 400 && ending == Ending.COMPLETED;
    return errorsRecorded && handled && success ? List.of(PitfallKind.ERROR_SWALLOWED) : List.of();
  }
}
