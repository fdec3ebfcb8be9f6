package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import java.util.EnumSet;

/**
 * An observation that is stopped only where nothing throws: the failures are what is not measured.
 */
@BugPattern(
    summary =
        "A started observation is not stopped when the code in between throws: failures are not measured. Stop it in a finally block, or use observe().",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/ObservationStopNotInFinally.md")
public final class ObservationStopNotInFinally extends MustEndRule {
  /** For Error Prone. */
  public ObservationStopNotInFinally() {
    super(
        Protocol.OBSERVATION,
        EnumSet.of(Leak.Way.BY_EXCEPTION),
        "Stop it in a finally block, or use observe().");
  }
}
