package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.LambdaExpressionTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.TryTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import org.jspecify.annotations.Nullable;

/**
 * A cleanup that ends a transaction whatever became of it: a rollback that also runs after the
 * commit, or automatic commit switched on again while the transaction may be open, which commits
 * what is half done (JDBC: {@code Connection.setAutoCommit}).
 */
@BugPattern(
    summary =
        "A cleanup ends the transaction whatever became of it: a rollback that also runs after the"
            + " commit, or setAutoCommit(true) that commits what failed. Roll back in a catch, or"
            + " ask a flag that is set after the commit.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/TransactionFinishedTwice.md")
public final class TransactionFinishedTwice extends Check
    implements TryTreeMatcher, LambdaExpressionTreeMatcher {
  /** For Error Prone. */
  public TransactionFinishedTwice() {}

  @Override
  public Description matchTry(TryTree attempt, VisitorState state) {
    return guarded(
        attempt,
        state,
        () -> {
          BlockTree cleanup = attempt.getFinallyBlock();
          if (cleanup == null) {
            return Description.NO_MATCH;
          }
          Description found = twice(cleanup, attempt.getBlock(), state);
          if (found == Description.NO_MATCH) {
            found = committedAfterRollback(attempt, cleanup, state);
          }
          return found == Description.NO_MATCH ? committedByReset(attempt, cleanup, state) : found;
        });
  }

  @Override
  public Description matchLambdaExpression(LambdaExpressionTree lambda, VisitorState state) {
    return guarded(
        lambda,
        state,
        () -> {
          MethodTree method = state.findEnclosing(MethodTree.class);
          return method != null
                  && method.getBody() != null
                  && CleanupCode.cleanupAround(state.getPath(), state) == lambda
              ? twice(lambda.getBody(), method.getBody(), state)
              : Description.NO_MATCH;
        });
  }

  private Description twice(Tree cleanup, Tree work, VisitorState state) {
    for (MethodInvocationTree call : Unconditional.calls(cleanup, work, state)) {
      String transaction = TransactionEnds.rolledBackBy(call, state);
      MethodInvocationTree commit = transaction == null ? null : commitOf(transaction, work, state);
      if (commit != null) {
        return buildDescription(call)
            .setMessage(
                Calls.shown(call, state)
                    + " also runs after the commit on line "
                    + Calls.line(commit, state)
                    + ". Roll back in a catch, or ask a flag that is set after the commit.")
            .build();
      }
    }
    return Description.NO_MATCH;
  }

  private Description committedAfterRollback(
      TryTree attempt, BlockTree cleanup, VisitorState state) {
    for (MethodInvocationTree call : Unconditional.calls(cleanup, attempt.getBlock(), state)) {
      String transaction = TransactionEnds.committedBy(call, state);
      for (CatchTree clause : attempt.getCatches()) {
        for (MethodInvocationTree rollback : Calls.in(clause.getBlock())) {
          if (transaction != null
              && transaction.equals(TransactionEnds.rolledBackBy(rollback, state))) {
            return buildDescription(call)
                .setMessage(
                    Calls.shown(call, state)
                        + " also runs after the rollback on line "
                        + Calls.line(rollback, state)
                        + ". Commit at the end of the try.")
                .build();
          }
        }
      }
    }
    return Description.NO_MATCH;
  }

  private Description committedByReset(TryTree attempt, BlockTree cleanup, VisitorState state) {
    MethodTree method = state.findEnclosing(MethodTree.class);
    for (MethodInvocationTree call : Unconditional.calls(cleanup, attempt.getBlock(), state)) {
      String connection = TransactionEnds.autoCommitSetBy(call, state);
      if (connection != null && method != null && !TransactionEnds.isSwitchedOff(call)) {
        OpenTransaction open = new OpenTransaction(connection, attempt, cleanup, state);
        String how = open.isBegunIn(method) ? open.committedBy(call) : null;
        if (how != null) {
          return buildDescription(call)
              .setMessage(
                  Calls.shown(call, state)
                      + " commits what is open, and "
                      + how
                      + ". Commit at the end of the try and roll back in a catch of everything,"
                      + " before this.")
              .build();
        }
      }
    }
    return Description.NO_MATCH;
  }

  private static @Nullable MethodInvocationTree commitOf(
      String transaction, Tree work, VisitorState state) {
    return Calls.in(work).stream()
        .filter(call -> transaction.equals(TransactionEnds.committedBy(call, state)))
        .findFirst()
        .orElse(null);
  }
}
