package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.ERROR;

import com.google.errorprone.BugPattern;
import java.util.EnumSet;

/**
 * A started observation that is never stopped, or that a normal path leaves behind: neither its
 * timer nor its span is recorded.
 */
@BugPattern(
    summary =
        "A started observation is not stopped: neither its timer nor its span is recorded. Stop it in a finally block, or use observe().",
    severity = ERROR,
    linkType = CUSTOM,
    link = "docs/checks/ObservationNotStopped.md")
public final class ObservationNotStopped extends MustEndRule {
  /** For Error Prone. */
  public ObservationNotStopped() {
    super(
        Protocol.OBSERVATION,
        EnumSet.of(Leak.Way.DROPPED, Leak.Way.NEVER, Leak.Way.NORMALLY),
        "Stop it in a finally block, or use observe().");
  }
}
