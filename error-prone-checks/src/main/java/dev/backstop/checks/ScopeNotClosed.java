package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.ERROR;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.sun.source.tree.MethodInvocationTree;
import java.util.EnumSet;

/** A scope that nothing closes: its context stays on the thread, for whatever runs there next. */
@BugPattern(
    summary =
        "A scope is never closed: its context stays on the thread, for the next request too. Open it in a try-with-resources.",
    severity = ERROR,
    linkType = CUSTOM,
    link = "docs/checks/ScopeNotClosed.md")
public final class ScopeNotClosed extends MustEndRule {
  /** For Error Prone. */
  public ScopeNotClosed() {
    super(
        Protocol.SCOPE,
        EnumSet.of(Leak.Way.DROPPED, Leak.Way.NEVER),
        "Open it in a try-with-resources.");
  }

  @Override
  SuggestedFix fix(MustEnd.Finding finding, MethodInvocationTree start, VisitorState state) {
    return RestOfBlock.behind(start, Protocol.SCOPE, state)
        .map(RestOfBlock::closed)
        .orElse(SuggestedFix.emptyFix());
  }
}
