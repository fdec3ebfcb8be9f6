package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import java.util.EnumSet;

/**
 * A span that is ended only where nothing throws: the failed requests are those whose trace is
 * lost.
 */
@BugPattern(
    summary =
        "A started span is not ended when the code in between throws: the traces of failures are lost. End it in a finally block, or hand it to a CleanupRegistry.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/SpanEndNotInFinally.md")
public final class SpanEndNotInFinally extends MustEndRule {
  /** For Error Prone. */
  public SpanEndNotInFinally() {
    super(
        Protocol.SPAN,
        EnumSet.of(Leak.Way.BY_EXCEPTION),
        "End it in a finally block, or hand it to a CleanupRegistry.");
  }
}
