package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.SUGGESTION;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.CatchTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;

/** A catch under a live span that tells the span nothing: the trace shows a success. */
@BugPattern(
    summary =
        "A catch under a live span records nothing on it: the trace shows a success."
            + " Call recordException and setStatus, or error.",
    severity = SUGGESTION,
    linkType = CUSTOM,
    link = "docs/checks/ErrorNotRecorded.md")
public final class ErrorNotRecorded extends Check implements CatchTreeMatcher {
  /** Methods that record an error: {@code com.acme.Errors#record}, separated by commas. */
  static final String RECORDERS = "Backstop:ErrorRecorders";

  /** For Error Prone. */
  public ErrorNotRecorded() {}

  @Override
  public Description matchCatch(CatchTree clause, VisitorState state) {
    return guarded(clause, state, () -> described(clause, state));
  }

  private Description described(CatchTree clause, VisitorState state) {
    TreePath attempt = state.getPath().getParentPath();
    if (!(attempt.getLeaf() instanceof TryTree tree)
        || isSuppressed(clause.getParameter(), state)
        || isInCleanup(attempt)) {
      return Description.NO_MATCH;
    }
    CaughtError error = new CaughtError(clause, state);
    if (error.isExpected()
        || error.isRecorded()
        || error.isRecordedIn(tree.getFinallyBlock())
        || (error.isThrownOn() && isRecordedAround(attempt, state))) {
      return Description.NO_MATCH;
    }
    String span = LiveSpan.at(attempt, state);
    return span == null
        ? Description.NO_MATCH
        : buildDescription(clause)
            .setMessage(
                "The "
                    + Calls.shown(clause.getParameter().getType(), state)
                    + " that is caught here is not recorded on "
                    + span
                    + ", whose trace shows a success. Call recordException and setStatus, or"
                    + " error.")
            .build();
  }

  /** Returns whether a try around, of the same method, records what is thrown on. */
  private static boolean isRecordedAround(TreePath attempt, VisitorState state) {
    TreePath below = attempt;
    for (TreePath at = attempt.getParentPath(); at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof TryTree around
          && around.getBlock() == below.getLeaf()
          && around.getCatches().stream()
              .anyMatch(outer -> new CaughtError(outer, state).isRecorded())) {
        return true;
      }
      below = at;
    }
    return false;
  }

  /** Returns whether what failed is itself a part of a cleanup, or of what an error led to. */
  private static boolean isInCleanup(TreePath attempt) {
    if (CleanupCode.tryOfFinally(attempt) != null) {
      return true;
    }
    for (TreePath at = attempt; at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof CatchTree) {
        return true;
      }
    }
    return false;
  }
}
