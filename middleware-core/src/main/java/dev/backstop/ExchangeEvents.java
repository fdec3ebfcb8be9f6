package dev.backstop;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;

/**
 * The door to Java Flight Recorder. While it does not record exchanges, one costs neither an object
 * nor a look at the clock; a runtime without the module {@code jdk.jfr} never records.
 */
final class ExchangeEvents {
  private static final boolean PRESENT = isPresent();

  private ExchangeEvents() {}

  private static boolean isPresent() {
    try {
      boolean unused = ExchangeEvent.isRecorded();
      return true;
    } catch (LinkageError absent) {
      return false;
    }
  }

  /** An exchange begins: its event too, where somebody records it. */
  static void started(ExchangeLife life) {
    if (PRESENT && ExchangeEvent.isRecorded()) {
      life.kept().recorded(ExchangeEvent.begun());
    }
  }

  /** An exchange has ended and its cleanups have run. */
  static void ended(ExchangeLife life, Outcome outcome, CleanupReport report) {
    Kept known = life.kept;
    ExchangeEvent event = known == null ? null : known.recorded();
    if (event != null) {
      event.ended(life, outcome, report);
    }
  }
}
