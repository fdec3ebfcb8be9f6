package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.ERROR;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.sun.source.tree.MethodInvocationTree;
import java.util.EnumSet;

/**
 * A started span that is never ended, or that a normal path leaves behind: it is not exported, and
 * all that hangs on it is lost.
 */
@BugPattern(
    summary =
        "A started span is not ended: it is never exported, and its children hang in the air. End it in a finally block, or hand it to a CleanupRegistry.",
    severity = ERROR,
    linkType = CUSTOM,
    link = "docs/checks/SpanNotEnded.md")
public final class SpanNotEnded extends MustEndRule {
  /** For Error Prone. */
  public SpanNotEnded() {
    super(
        Protocol.SPAN,
        EnumSet.of(Leak.Way.DROPPED, Leak.Way.NEVER, Leak.Way.NORMALLY),
        "End it in a finally block, or hand it to a CleanupRegistry.");
  }

  @Override
  SuggestedFix fix(MustEnd.Finding finding, MethodInvocationTree start, VisitorState state) {
    return RestOfBlock.behind(start, Protocol.SPAN, state)
        .map(RestOfBlock::ended)
        .orElse(SuggestedFix.emptyFix());
  }
}
