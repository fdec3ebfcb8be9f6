package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The span that is live where a try stands. */
final class LiveSpan {
  private LiveSpan() {}

  /**
   * Returns what a message calls the span: a local that was not ended before the try, what the
   * finally of the try or of one around it ends, or the current one, which the try uses; or null.
   */
  static @Nullable String at(TreePath attempt, VisitorState state) {
    Tree below = attempt.getLeaf();
    for (TreePath at = attempt; at != null; at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if (tree instanceof MethodTree
          || tree instanceof LambdaExpressionTree
          || tree instanceof ClassTree) {
        break;
      }
      String span =
          tree instanceof TryTree around
              ? endedBy(around, below, state)
              : tree instanceof BlockTree block ? localIn(block, below, state) : null;
      if (span != null) {
        return span;
      }
      below = tree;
    }
    return Calls.in(((TryTree) attempt.getLeaf()).getBlock()).stream()
            .anyMatch(call -> SpanCode.isCurrent(call, state))
        ? "the current span"
        : null;
  }

  private static @Nullable String endedBy(TryTree around, Tree below, VisitorState state) {
    if (below != around && below != around.getBlock()) {
      return null;
    }
    return Calls.in(around.getFinallyBlock()).stream()
        .filter(call -> SpanCode.isEnd(call, state))
        .map(call -> Calls.root(ASTHelpers.getReceiver(call)))
        .filter(Symbol.VarSymbol.class::isInstance)
        .map(span -> span.getSimpleName().toString())
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String localIn(BlockTree block, Tree below, VisitorState state) {
    List<? extends StatementTree> statements = block.getStatements();
    int place = statements.indexOf(below);
    for (int i = place - 1; i >= 0; i--) {
      if (statements.get(i) instanceof VariableTree local
          && SpanCode.isSpan(ASTHelpers.getType(local), state)
          && !isEndedIn(statements.subList(i + 1, place), ASTHelpers.getSymbol(local), state)) {
        return local.getName().toString();
      }
    }
    return null;
  }

  private static boolean isEndedIn(
      List<? extends StatementTree> statements, Symbol span, VisitorState state) {
    return statements.stream()
        .flatMap(statement -> Calls.in(statement).stream())
        .anyMatch(
            call ->
                SpanCode.isEnd(call, state)
                    && span.equals(Calls.root(ASTHelpers.getReceiver(call))));
  }
}
