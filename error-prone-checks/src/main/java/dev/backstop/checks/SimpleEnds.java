package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ends of a variable in its block, where each is a statement of its own: a fix takes them away,
 * since it puts one around all.
 */
final class SimpleEnds extends TreePathScanner<Void, Void> {
  private final VarSymbol variable;
  private final String end;
  private final TreePath block;
  private final VisitorState state;
  private final SuggestedFix.Builder fix;
  private final Set<Tree> removed = new HashSet<>();

  private SimpleEnds(
      VarSymbol variable,
      String end,
      TreePath block,
      SuggestedFix.Builder fix,
      VisitorState state) {
    this.variable = variable;
    this.end = end;
    this.block = block;
    this.fix = fix;
    this.state = state;
  }

  /**
   * Takes the ends away.
   *
   * @return whether that were all, and nobody else gets the variable or its value: else the fix is
   *     none
   */
  static boolean areAll(
      VarSymbol variable,
      String end,
      Uses uses,
      TreePath block,
      SuggestedFix.Builder fix,
      VisitorState state) {
    SimpleEnds ends = new SimpleEnds(variable, end, block, fix, state);
    ends.scan(block, null);
    return uses.variables().size() == 1
        && Assignments.writes(variable, state).size() == 1
        && ends.removed.containsAll(uses.places());
  }

  @Override
  public @Nullable Void visitTry(TryTree attempt, Void unused) {
    BlockTree last = attempt.getFinallyBlock();
    if (last == null || last.getStatements().size() != 1 || !isEnd(last.getStatements().get(0))) {
      return super.visitTry(attempt, null);
    }
    removed.add(((ExpressionStatementTree) last.getStatements().get(0)).getExpression());
    Tree before =
        attempt.getCatches().isEmpty()
            ? attempt.getBlock()
            : attempt.getCatches().get(attempt.getCatches().size() - 1);
    fix.replace(state.getEndPosition(before), state.getEndPosition(attempt), "");
    if (attempt.getCatches().isEmpty() && attempt.getResources().isEmpty()) {
      fix.replace(
          ASTHelpers.getStartPosition(attempt),
          ASTHelpers.getStartPosition(attempt.getBlock()),
          "");
    }
    scan(attempt.getResources(), null);
    scan(attempt.getBlock(), null);
    return scan(attempt.getCatches(), null);
  }

  @Override
  public @Nullable Void visitExpressionStatement(ExpressionStatementTree statement, Void unused) {
    if (isEnd(statement) && Bodies.callbackAround(getCurrentPath(), block.getLeaf()) == null) {
      removed.add(statement.getExpression());
      boolean inBlock = getCurrentPath().getParentPath().getLeaf() instanceof BlockTree;
      fix.replace(statement, inBlock ? "" : "{}");
    }
    return super.visitExpressionStatement(statement, null);
  }

  private boolean isEnd(StatementTree statement) {
    return statement instanceof ExpressionStatementTree only
        && only.getExpression() instanceof MethodInvocationTree call
        && call.getArguments().isEmpty()
        && Calls.name(call).equals(end)
        && variable.equals(ASTHelpers.getSymbol(ASTHelpers.getReceiver(call)));
  }
}
