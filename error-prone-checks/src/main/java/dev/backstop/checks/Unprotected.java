package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The work in front of a cleanup: back from it to the statement that begins what it ends. */
final class Unprotected {
  private Unprotected() {}

  /**
   * Work that nothing protects.
   *
   * @param started what would not end; null where that is not known
   */
  record Risk(MethodInvocationTree work, @Nullable String started) {}

  /** Returns the first work between the beginning and the place of its cleanup; or null. */
  static @Nullable Risk before(TreePath cleanup, Beginning beginning, VisitorState state) {
    List<StatementTree> between = new ArrayList<>();
    for (StatementTree statement : statementsBefore(cleanup, beginning)) {
      if (beginning.isBegunBy(statement)) {
        return firstWork(between, beginning, state);
      }
      between.add(0, statement);
    }
    return null;
  }

  /** Returns the call of the chain that runs before the place; or null. */
  static @Nullable Risk afterChain(TreePath cleanup, VisitorState state) {
    for (StatementTree statement : statementsBefore(cleanup, null)) {
      for (MethodInvocationTree call : Calls.in(statement)) {
        if (Work.runsChain(call, state)
            && !(statement instanceof IfTree choice
                && Unconditional.leaves(choice.getThenStatement()))) {
          return new Risk(call, null);
        }
      }
    }
    return null;
  }

  private static @Nullable Risk firstWork(
      List<StatementTree> between, Beginning beginning, VisitorState state) {
    for (StatementTree statement : between) {
      if (isItsOwnCleanup(statement, beginning, state)) {
        return null;
      }
      for (MethodInvocationTree call : Calls.in(statement)) {
        Work work = Work.of(call, state);
        if (work == Work.HANDLER
            || (work == Work.OTHER && beginning.isTight() && !isIn(call, beginning))) {
          return new Risk(call, beginning.ended().getSimpleName().toString());
        }
      }
    }
    return null;
  }

  /** Returns whether the call is one of what was begun: {@code span.setAttribute(..)}. */
  private static boolean isIn(MethodInvocationTree call, Beginning beginning) {
    return beginning.ended().equals(Calls.root(ASTHelpers.getReceiver(call)));
  }

  /** Returns whether the statement makes sure of the end: a registration, or a try that ends it. */
  private static boolean isItsOwnCleanup(
      StatementTree statement, Beginning beginning, VisitorState state) {
    return (statement instanceof TryTree attempt && ends(attempt, beginning))
        || Calls.in(statement).stream().anyMatch(call -> beginning.isEndedIn(call, state));
  }

  private static boolean ends(TryTree attempt, Beginning beginning) {
    return Stream.concat(
            Stream.ofNullable(attempt.getFinallyBlock()),
            attempt.getCatches().stream().map(CatchTree::getBlock))
        .anyMatch(cleanup -> Calls.mention(cleanup, beginning.ended()));
  }

  /** Returns the statements that run before, the nearest first, as far as nothing ends it. */
  private static List<StatementTree> statementsBefore(
      TreePath place, @Nullable Beginning beginning) {
    List<StatementTree> before = new ArrayList<>();
    Tree below = place.getLeaf();
    for (TreePath at = place.getParentPath(); at != null; at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if (tree instanceof MethodTree
          || tree instanceof LambdaExpressionTree
          || tree instanceof ClassTree) {
        return before;
      }
      if (tree instanceof TryTree attempt) {
        if (attempt.getBlock() != below) {
          if (beginning == null) {
            before.add(attempt.getBlock());
          }
          return before;
        }
        if (beginning != null && ends(attempt, beginning)) {
          return before;
        }
      }
      List<? extends StatementTree> statements =
          tree instanceof BlockTree block
              ? block.getStatements()
              : tree instanceof CaseTree one && one.getStatements() != null
                  ? one.getStatements()
                  : List.of();
      for (int i = statements.indexOf(below) - 1; i >= 0; i--) {
        before.add(statements.get(i));
      }
      below = tree;
    }
    return before;
  }
}
