package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.WhileLoopTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a piece of code makes whatever was done before. A check for null does not count as
 * a condition unless the variable is set to null where the work is done; nor does {@code isClosed}.
 */
final class Unconditional {
  private static final Set<String> SAY_NOTHING = Set.of("isClosed", "isValid");

  private Unconditional() {}

  /**
   * Returns the calls in the code, in order.
   *
   * @param code the block of a finally, or the body of a cleanup
   * @param work the block before it
   */
  static List<MethodInvocationTree> calls(Tree code, Tree work, VisitorState state) {
    List<MethodInvocationTree> calls = new ArrayList<>();
    new Calls.Running() {
      @Override
      public @Nullable Void visitIf(IfTree condition, @Nullable Void unused) {
        if (saysNothing(condition.getCondition(), work)) {
          super.visitIf(condition, null);
        }
        return null;
      }

      @Override
      public @Nullable Void visitBlock(BlockTree block, @Nullable Void unused) {
        for (StatementTree statement : block.getStatements()) {
          scan(statement, null);
          if (statement instanceof IfTree condition
              && leaves(condition.getThenStatement())
              && !saysNothing(condition.getCondition(), work)) {
            return null;
          }
        }
        return null;
      }

      @Override
      public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
        return null;
      }

      @Override
      public @Nullable Void visitSwitchExpression(
          SwitchExpressionTree tree, @Nullable Void unused) {
        return null;
      }

      @Override
      public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void unused) {
        return null;
      }

      @Override
      public @Nullable Void visitConditionalExpression(
          ConditionalExpressionTree tree, @Nullable Void unused) {
        return null;
      }

      @Override
      public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
        return scan(tree.getLeftOperand(), null);
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        super.visitMethodInvocation(call, null);
        if (!asksItself(call, state)) {
          calls.add(call);
        }
        return null;
      }
    }.scan(code, null);
    return calls;
  }

  /** Returns whether a method of this file is called that has a condition of its own. */
  private static boolean asksItself(MethodInvocationTree call, VisitorState state) {
    MethodTree declared = Calls.declaration(call, state);
    if (declared == null || declared.getBody() == null) {
      return false;
    }
    boolean[] asks = {false};
    new Calls.Running() {
      @Override
      public @Nullable Void visitIf(IfTree condition, @Nullable Void unused) {
        asks[0] |= !saysNothing(condition.getCondition(), declared);
        return super.visitIf(condition, null);
      }
    }.scan(declared.getBody(), null);
    return asks[0];
  }

  private static boolean leaves(StatementTree then) {
    return then instanceof ReturnTree
        || (then instanceof BlockTree block
            && !block.getStatements().isEmpty()
            && block.getStatements().get(block.getStatements().size() - 1) instanceof ReturnTree);
  }

  private static boolean saysNothing(ExpressionTree condition, Tree work) {
    return switch (condition.getKind()) {
      case PARENTHESIZED -> saysNothing(((ParenthesizedTree) condition).getExpression(), work);
      case CONDITIONAL_AND ->
          saysNothing(((BinaryTree) condition).getLeftOperand(), work)
              && saysNothing(((BinaryTree) condition).getRightOperand(), work);
      case LOGICAL_COMPLEMENT -> saysNothing(((UnaryTree) condition).getExpression(), work);
      case NOT_EQUAL_TO, EQUAL_TO -> isNullCheck((BinaryTree) condition, work);
      case METHOD_INVOCATION -> SAY_NOTHING.contains(Calls.name((MethodInvocationTree) condition));
      default -> false;
    };
  }

  private static boolean isNullCheck(BinaryTree condition, Tree work) {
    if (condition.getRightOperand().getKind() != Kind.NULL_LITERAL) {
      return false;
    }
    String checked = condition.getLeftOperand().toString();
    boolean[] cleared = {false};
    new Calls.Running() {
      @Override
      public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        cleared[0] |=
            assignment.getExpression().getKind() == Kind.NULL_LITERAL
                && assignment.getVariable().toString().equals(checked);
        return null;
      }
    }.scan(work, null);
    return !cleared[0];
  }
}
