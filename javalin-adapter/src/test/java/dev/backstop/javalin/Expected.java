package dev.backstop.javalin;

import dev.backstop.outcome.Ending;

/**
 * What the outcome of a situation has to say.
 *
 * @param route without the context path; null for none
 * @param error the type, or null for none
 * @param handled whether the application turned it into an answer
 */
record Expected(
    int status,
    Ending ending,
    String route,
    Class<? extends Throwable> error,
    boolean handled,
    boolean timedOut) {

  static Expected status(int status) {
    return new Expected(status, Ending.COMPLETED, Situation.ROUTE, null, false, false);
  }

  Expected route(String template) {
    return new Expected(status, ending, template, error, handled, timedOut);
  }

  Expected ending(Ending how) {
    return new Expected(status, how, route, error, handled, timedOut);
  }

  Expected handled(Class<? extends Throwable> type) {
    return new Expected(status, ending, route, type, true, timedOut);
  }

  Expected escaped(Class<? extends Throwable> type) {
    return new Expected(status, ending, route, type, false, timedOut);
  }

  Expected afterTimeout() {
    return new Expected(status, ending, route, error, handled, true);
  }
}
