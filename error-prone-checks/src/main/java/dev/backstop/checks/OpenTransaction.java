package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC transaction at the finally block of a try: which paths reach it with the work not ended.
 */
final class OpenTransaction {
  private final String connection;
  private final TryTree attempt;
  private final BlockTree cleanup;
  private final VisitorState state;

  OpenTransaction(String connection, TryTree attempt, BlockTree cleanup, VisitorState state) {
    this.connection = connection;
    this.attempt = attempt;
    this.cleanup = cleanup;
    this.state = state;
  }

  /** Returns whether the method switches automatic commit off. */
  boolean isBegunIn(MethodTree method) {
    return Calls.in(method.getBody()).stream()
        .anyMatch(
            call ->
                connection.equals(TransactionEnds.autoCommitSetBy(call, state))
                    && TransactionEnds.isSwitchedOff(call));
  }

  /** Returns the path on which the call commits what is open; null where there is none. */
  @Nullable String committedBy(MethodInvocationTree reset) {
    for (MethodInvocationTree call : Calls.in(cleanup)) {
      if (call == reset) {
        break;
      }
      if (ends(call)) {
        return null;
      }
    }
    for (CatchTree clause : attempt.getCatches()) {
      if (!ends(clause.getBlock())) {
        return "the catch of "
            + state.getSourceForNode(clause.getParameter().getType())
            + " does not roll back";
      }
    }
    if (attempt.getCatches().isEmpty() && !rollsBackInside()) {
      return "nothing rolls back when the work fails";
    }
    return OpenEnds.has(attempt.getBlock(), this::ends)
        ? "the try can end without a commit or rollback"
        : null;
  }

  /** Returns whether a try inside rolls back what fails. */
  private boolean rollsBackInside() {
    boolean[] found = {false};
    new Calls.Running() {
      @Override
      public @Nullable Void visitCatch(CatchTree clause, @Nullable Void unused) {
        found[0] |= ends(clause.getBlock());
        return super.visitCatch(clause, null);
      }
    }.scan(attempt.getBlock(), null);
    return found[0];
  }

  private boolean ends(Tree tree) {
    return Calls.in(tree).stream().anyMatch(this::ends);
  }

  private boolean ends(MethodInvocationTree call) {
    return connection.equals(TransactionEnds.committedBy(call, state))
        || connection.equals(TransactionEnds.rolledBackBy(call, state));
  }
}
