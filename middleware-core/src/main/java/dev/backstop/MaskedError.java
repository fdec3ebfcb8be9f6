package dev.backstop;

import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.pitfall.PitfallKind;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Finds an exception that takes the place of one that was recorded, and does not know of it. */
final class MaskedError {
  private static final int MOST = 100; // exceptions that are looked at

  private MaskedError() {}

  /**
   * An exception escapes where another was recorded before it.
   *
   * @param first what was recorded, and turned into an answer
   * @param later what escapes now
   */
  static void look(Backstop backstop, ExchangeLife life, Throwable first, Throwable later) {
    if (!knows(later, first) && !knows(first, later)) {
      String detail = ErrorClassifier.typeOf(later) + " replaced " + ErrorClassifier.typeOf(first);
      backstop.reportAt(PitfallKind.ERROR_MASKED, life, detail, EndPitfalls.originOf(later), first);
    }
  }

  private static boolean knows(Throwable error, Throwable other) {
    return reaches(error, other, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static boolean reaches(Throwable from, Throwable other, Set<Throwable> seen) {
    if (from == other) {
      return true;
    }
    if (seen.size() >= MOST || !seen.add(from)) {
      return false;
    }
    try {
      for (Throwable suppressed : from.getSuppressed()) {
        if (reaches(suppressed, other, seen)) {
          return true;
        }
      }
      Throwable cause = from.getCause();
      return cause != null && reaches(cause, other, seen);
    } catch (RuntimeException | Error hostile) {
      return true; // nothing can be said of it
    }
  }
}
