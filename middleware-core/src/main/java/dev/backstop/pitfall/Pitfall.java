package dev.backstop.pitfall;

import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Untrusted;
import org.jspecify.annotations.Nullable;

/**
 * One misuse that Backstop caught.
 *
 * @param kind which one
 * @param exchange the exchange it happened in, as "GET /orders"; its path is untrusted
 * @param detail the offending call or value
 * @param site the application's line of code, or null where none is on the stack
 * @param cause what was thrown, or null
 */
public record Pitfall(
    PitfallKind kind,
    String exchange,
    String detail,
    @Nullable StackTraceElement site,
    @Nullable Throwable cause) {

  /**
   * Makes a pitfall that happens on this thread right now: the site is the caller's.
   *
   * @param kind which misuse it is
   * @param exchange its method and path, as messages name it
   * @param detail the offending call or value
   * @param cause what was thrown, or null
   * @return the pitfall; its site is null where no frame of the application is on the stack
   */
  public static Pitfall here(
      PitfallKind kind, String exchange, String detail, @Nullable Throwable cause) {
    StackTraceElement site = ErrorClassifier.callSite();
    return new Pitfall(kind, exchange, detail, site, cause);
  }

  /** {@return one line: id, fact, value, place, remedy and page} */
  public String message() {
    return kind.id()
        + ": "
        + kind.fact()
        + " ["
        + Untrusted.clean(detail)
        + "] in "
        + exchange
        + (site == null ? "" : " at " + site)
        + "; "
        + kind.remedy()
        + "; see "
        + kind.page();
  }
}
