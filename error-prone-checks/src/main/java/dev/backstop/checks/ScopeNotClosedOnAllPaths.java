package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import java.util.EnumSet;

/**
 * A scope that some path does not close: there its context stays on the thread, for whatever runs
 * next.
 */
@BugPattern(
    summary =
        "A scope is not closed on all paths: there its context stays on the thread, for the next request too. Open it in a try-with-resources.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/ScopeNotClosedOnAllPaths.md")
public final class ScopeNotClosedOnAllPaths extends MustEndRule {
  /** For Error Prone. */
  public ScopeNotClosedOnAllPaths() {
    super(
        Protocol.SCOPE,
        EnumSet.of(Leak.Way.NORMALLY, Leak.Way.BY_EXCEPTION),
        "Open it in a try-with-resources.");
  }
}
