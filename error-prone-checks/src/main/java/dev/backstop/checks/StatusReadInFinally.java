package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.ERROR;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.TryTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;

/**
 * A filter that reads the status in a finally block around the chain: when the chain throws, the
 * status is still 200, and the container makes it a 500 only after the filter has returned. The
 * failed requests are logged and counted as successes.
 */
@BugPattern(
    summary =
        "The status is read in a finally block around the chain: when the chain throws, it is still"
            + " 200, and the client reads 500. Register a cleanup and read outcome.status(), or"
            + " catch what the chain throws and record that.",
    severity = ERROR,
    linkType = CUSTOM,
    link = "docs/checks/StatusReadInFinally.md")
public final class StatusReadInFinally extends Check implements TryTreeMatcher {
  /** For Error Prone. */
  public StatusReadInFinally() {}

  @Override
  public Description matchTry(TryTree attempt, VisitorState state) {
    return guarded(
        attempt,
        state,
        () -> {
          BlockTree cleanup = attempt.getFinallyBlock();
          return cleanup == null || UncaughtChain.isCaughtBroadly(attempt, state)
              ? Description.NO_MATCH
              : check(attempt, cleanup, state);
        });
  }

  private Description check(TryTree attempt, BlockTree cleanup, VisitorState state) {
    MethodInvocationTree chainCall = UncaughtChain.in(attempt, state);
    if (chainCall == null) {
      return Description.NO_MATCH;
    }
    CompletionGuard guard = CompletionGuard.of(attempt, chainCall);
    TreePath block = new TreePath(state.getPath(), cleanup);
    TreePath read =
        Places.first(
            block,
            place ->
                isRead(place, state)
                    && !isSuppressedAt(place, state)
                    && LaterCode.runsWith(place, cleanup, state)
                    && !guard.isAround(place, cleanup, state));
    if (read == null) {
      return Description.NO_MATCH;
    }
    return buildDescription(read.getLeaf())
        .setMessage(message(chainCall, state))
        .addFix(StatusReadFix.of(attempt, chainCall, read, state))
        .build();
  }

  /** Returns whether the status is read there, or by what is called there. */
  private static boolean isRead(TreePath place, VisitorState state) {
    Tree tree = place.getLeaf();
    if (ResponseCalls.responseOfStatusRead(tree, state) != null) {
      return true;
    }
    if (!(tree instanceof MethodInvocationTree call)) {
      return false;
    }
    CalledMethod called = CalledMethod.by(call, state);
    if (called != null) {
      return !ResponseCalls.asksIsCommitted(called.path().getLeaf(), state)
          && called.first(
                  inner ->
                      called.isGiven(ResponseCalls.responseOfStatusRead(inner.getLeaf(), state)),
                  state)
              != null;
    }
    return isRunOfLambda(call, place, state);
  }

  /** Returns whether a lambda of this method is run there that reads the status. */
  private static boolean isRunOfLambda(
      MethodInvocationTree call, TreePath place, VisitorState state) {
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    Symbol variable = receiver == null ? null : ChainResponse.variableOf(receiver);
    if (variable == null) {
      return false;
    }
    TreePath declared =
        Places.first(
            AfterChain.memberAround(place),
            other ->
                other.getLeaf() instanceof VariableTree local
                    && local.getInitializer() instanceof LambdaExpressionTree
                    && variable.equals(ASTHelpers.getSymbol(local)));
    return declared != null
        && !ResponseCalls.asksIsCommitted(declared.getLeaf(), state)
        && Places.first(
                declared,
                inner -> ResponseCalls.responseOfStatusRead(inner.getLeaf(), state) != null)
            != null;
  }

  private static String message(MethodInvocationTree chainCall, VisitorState state) {
    return "The status is read here, in a finally block around the chain (line "
        + FileCode.lineOf(chainCall, state)
        + "): when the chain throws, it is still 200, and the client reads 500. Register a cleanup"
        + " and read outcome.status(), or catch what the chain throws and record that.";
  }
}
