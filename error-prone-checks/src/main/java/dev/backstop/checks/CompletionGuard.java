package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions in a finally block that know whether the chain has returned: they ask a variable
 * that the try block sets after the chain, or whether the response is committed.
 */
final class CompletionGuard {
  private final Set<Symbol> setAfterChain = new HashSet<>();

  private CompletionGuard() {}

  static CompletionGuard of(TryTree attempt, MethodInvocationTree chainCall) {
    CompletionGuard guard = new CompletionGuard();
    int returned = ASTHelpers.getStartPosition(chainCall);
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitAssignment(AssignmentTree assignment, Void unused) {
        Symbol variable = ASTHelpers.getSymbol(assignment.getVariable());
        if (variable != null && ASTHelpers.getStartPosition(assignment) > returned) {
          guard.setAfterChain.add(variable);
        }
        return super.visitAssignment(assignment, null);
      }
    }.scan(attempt.getBlock(), null);
    return guard;
  }

  /** Returns whether such a condition is between the place and the block that it is in. */
  boolean isAround(TreePath place, Tree block, VisitorState state) {
    Tree below = place.getLeaf();
    for (TreePath at = place; at.getLeaf() != block; at = at.getParentPath()) {
      ExpressionTree condition = conditionOf(at.getLeaf(), below);
      if (condition != null
          && (asksVariable(condition) || ResponseCalls.asksIsCommitted(condition, state))) {
        return true;
      }
      below = at.getLeaf();
    }
    return false;
  }

  private static @Nullable ExpressionTree conditionOf(Tree tree, Tree part) {
    if (tree instanceof IfTree branch && part != branch.getCondition()) {
      return branch.getCondition();
    }
    if (tree instanceof ConditionalExpressionTree branch && part != branch.getCondition()) {
      return branch.getCondition();
    }
    if (tree instanceof BinaryTree binary && part == binary.getRightOperand()) {
      return switch (binary.getKind()) {
        case CONDITIONAL_AND, CONDITIONAL_OR -> binary.getLeftOperand();
        default -> null;
      };
    }
    return null;
  }

  private boolean asksVariable(ExpressionTree condition) {
    return Boolean.TRUE.equals(
        new TreeScanner<Boolean, Void>() {
          @Override
          public Boolean visitIdentifier(IdentifierTree name, Void unused) {
            return setAfterChain.contains(ASTHelpers.getSymbol(name));
          }

          @Override
          public Boolean reduce(Boolean one, Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
          }
        }.scan(condition, null));
  }
}
