package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the file under check gives a variable its value. */
final class Assignments {
  private Assignments() {}

  /** Returns the expressions that a variable is made or assigned with. */
  static List<ExpressionTree> to(@Nullable Symbol variable, VisitorState state) {
    List<ExpressionTree> values = new ArrayList<>();
    for (Tree write : writes(variable, state)) {
      if (write instanceof VariableTree declared && declared.getInitializer() != null) {
        values.add(declared.getInitializer());
      } else if (write instanceof AssignmentTree assignment) {
        values.add(assignment.getExpression());
      }
    }
    return values;
  }

  /** Returns the declaration of a variable and all that changes it. */
  static List<Tree> writes(@Nullable Symbol variable, VisitorState state) {
    List<Tree> found = new ArrayList<>();
    if (variable != null) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void scan(@Nullable Tree tree, Void unused) {
          if (tree != null && isWrite(tree, variable)) {
            found.add(tree);
          }
          return super.scan(tree, null);
        }
      }.scan(state.getPath().getCompilationUnit(), null);
    }
    return found;
  }

  private static boolean isWrite(Tree tree, Symbol variable) {
    if (tree instanceof VariableTree) {
      return FileCode.symbolOf(tree) == variable;
    }
    ExpressionTree target = targetOf(tree);
    return target != null && FileCode.symbolOf(FileCode.bare(target)) == variable;
  }

  /** Returns what a statement changes: the left side of an assignment; null for all else. */
  static @Nullable ExpressionTree targetOf(Tree tree) {
    if (tree instanceof AssignmentTree assignment) {
      return assignment.getVariable();
    } else if (tree instanceof CompoundAssignmentTree compound) {
      return compound.getVariable();
    } else if (tree instanceof UnaryTree unary) {
      return switch (unary.getKind()) {
        case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
            unary.getExpression();
        default -> null;
      };
    }
    return null;
  }
}
