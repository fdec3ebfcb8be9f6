package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
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
      public Void scan(@Nullable Tree tree, Void unused) {
        Symbol variable = tree == null ? null : setBy(tree);
        if (variable != null && ASTHelpers.getStartPosition(tree) > returned) {
          guard.setAfterChain.add(variable);
        }
        return super.scan(tree, null);
      }
    }.scan(attempt.getBlock(), null);
    guard.addMadeOf(attempt.getFinallyBlock());
    return guard;
  }

  /** Returns the variable, also an array or an atomic, that the code gives another value. */
  private static @Nullable Symbol setBy(Tree tree) {
    ExpressionTree target = Assignments.targetOf(tree);
    if (target != null) {
      ExpressionTree bare = FileCode.bare(target);
      return FileCode.symbolOf(bare instanceof ArrayAccessTree cell ? cell.getExpression() : bare);
    }
    return tree instanceof MethodInvocationTree call
            && !LaterWrites.isAtomicRead(call)
            && LaterWrites.isAtomic(ASTHelpers.getType(ASTHelpers.getReceiver(call)))
        ? FileCode.symbolOf(ASTHelpers.getReceiver(call))
        : null;
  }

  /** Adds what the block makes of such a variable: {@code boolean failed = !returned}. */
  private void addMadeOf(@Nullable BlockTree block) {
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree variable, Void unused) {
        Symbol symbol = FileCode.symbolOf(variable);
        if (symbol != null
            && variable.getInitializer() != null
            && asksVariable(variable.getInitializer())) {
          setAfterChain.add(symbol);
        }
        return super.visitVariable(variable, null);
      }
    }.scan(block, null);
  }

  /**
   * Returns whether such a condition is between the place and the block that it is in, or the call
   * there is told what the condition would ask.
   */
  boolean isAround(TreePath place, Tree block, VisitorState state) {
    if (place.getLeaf() instanceof MethodInvocationTree call
        && call.getArguments().stream().anyMatch(this::asksVariable)) {
      return true;
    }
    Tree below = place.getLeaf();
    for (TreePath at = place; at.getLeaf() != block; at = at.getParentPath()) {
      ExpressionTree condition = conditionOf(at.getLeaf(), below);
      if ((condition != null && tells(condition, state))
          || isLeftBefore(at.getLeaf(), below, state)) {
        return true;
      }
      below = at.getLeaf();
    }
    return isLeftBefore(block, below, state);
  }

  private boolean tells(ExpressionTree condition, VisitorState state) {
    return asksVariable(condition) || ResponseCalls.asksIsCommitted(condition, state);
  }

  /** Returns whether a condition in front of the part leaves the block: {@code if (!ok) return}. */
  private boolean isLeftBefore(Tree tree, Tree part, VisitorState state) {
    if (!(tree instanceof BlockTree block)) {
      return false;
    }
    for (StatementTree before : block.getStatements()) {
      if (before == part) {
        return false;
      }
      if (before instanceof IfTree branch
          && Unconditional.leaves(branch.getThenStatement())
          && tells(branch.getCondition(), state)) {
        return true;
      }
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
          public Boolean visitMemberSelect(MemberSelectTree select, Void unused) {
            return setAfterChain.contains(FileCode.symbolOf(select))
                || Boolean.TRUE.equals(super.visitMemberSelect(select, null));
          }

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
