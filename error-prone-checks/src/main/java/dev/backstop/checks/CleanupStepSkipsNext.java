package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.LambdaExpressionTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.MethodTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.TryTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import dev.backstop.checks.FinallySteps.Skip;
import org.jspecify.annotations.Nullable;

/**
 * Two cleanups one after the other, of which the first may throw: the second does not run then, and
 * what it ends never ends.
 */
@BugPattern(
    summary =
        "A cleanup that may throw stands in front of another, which does not run then. Put the"
            + " second into a finally of its own, or register each with a CleanupRegistry.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/CleanupStepSkipsNext.md")
public final class CleanupStepSkipsNext extends Check
    implements TryTreeMatcher, LambdaExpressionTreeMatcher, MethodTreeMatcher {
  /** For Error Prone. */
  public CleanupStepSkipsNext() {}

  @Override
  public Description matchTry(TryTree attempt, VisitorState state) {
    return guarded(attempt, state, () -> described(attempt.getFinallyBlock(), state));
  }

  @Override
  public Description matchLambdaExpression(LambdaExpressionTree lambda, VisitorState state) {
    return guarded(lambda, state, () -> cleanup(lambda, lambda.getBody(), state));
  }

  @Override
  public Description matchMethod(MethodTree method, VisitorState state) {
    return guarded(method, state, () -> cleanup(method, method.getBody(), state));
  }

  private Description cleanup(Tree tree, @Nullable Tree body, VisitorState state) {
    return body instanceof BlockTree block
            && CleanupCode.cleanupAround(state.getPath(), state) == tree
        ? described(block, state)
        : Description.NO_MATCH;
  }

  private Description described(@Nullable BlockTree steps, VisitorState state) {
    Skip skip = steps == null ? null : FinallySteps.firstSkip(steps, state);
    if (skip == null) {
      return Description.NO_MATCH;
    }
    String step = Calls.shown(skip.step(), state);
    String skipped = Calls.shown(skip.skipped(), state);
    return buildDescription(skip.step())
        .setMessage(
            step
                + " may throw, and then "
                + skipped
                + " on line "
                + Calls.line(skip.skipped(), state)
                + " does not run. Put the second into a finally of its own: try { "
                + step
                + "; } finally { "
                + skipped
                + "; }; or register each with a CleanupRegistry, which runs them all.")
        .build();
  }
}
