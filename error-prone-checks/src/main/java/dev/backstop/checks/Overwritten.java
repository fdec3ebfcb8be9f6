package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A variable that gets the next start before it was told to end the first: in the same block, with
 * nothing in between that could have ended it.
 */
final class Overwritten {
  private Overwritten() {}

  /** Returns the assignment after which nothing has the first any more; or null. */
  static @Nullable Tree by(MethodInvocationTree start, Uses uses, VisitorState state) {
    if (uses.variables().size() != 1
        || !(state.getPath().getParentPath().getParentPath().getLeaf()
            instanceof BlockTree block)) {
      return null;
    }
    VarSymbol variable = uses.variables().iterator().next();
    Iterator<? extends StatementTree> statements = block.getStatements().iterator();
    while (statements.hasNext() && startOf(statements.next(), variable) != start) {}
    while (statements.hasNext()) {
      StatementTree statement = statements.next();
      MethodInvocationTree next = startOf(statement, variable);
      if (next != null
          && Protocol.startedBy(next, state) != null
          && !Calls.mention(next, variable)) {
        return ((ExpressionStatementTree) statement).getExpression();
      }
      if (matters(statement, uses)) {
        return null;
      }
    }
    return null;
  }

  /** Returns the call whose result the statement puts into the variable; or null. */
  private static @Nullable MethodInvocationTree startOf(
      StatementTree statement, VarSymbol variable) {
    ExpressionTree value =
        statement instanceof VariableTree declared
                && variable.equals(ASTHelpers.getSymbol(declared))
            ? declared.getInitializer()
            : statement instanceof ExpressionStatementTree expression
                    && expression.getExpression() instanceof AssignmentTree assignment
                    && variable.equals(ASTHelpers.getSymbol(assignment.getVariable()))
                ? assignment.getExpression()
                : null;
    return value instanceof MethodInvocationTree call ? call : null;
  }

  private static boolean matters(Tree tree, Uses uses) {
    boolean[] matters = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree inner, Void unused) {
        matters[0] |= uses.at(inner) != Fate.USED;
        return super.scan(inner, null);
      }
    }.scan(tree, null);
    return matters[0];
  }
}
