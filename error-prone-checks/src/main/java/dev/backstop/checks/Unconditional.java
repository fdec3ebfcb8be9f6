package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
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
import com.sun.source.tree.ThrowTree;
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
 * a condition where it is the checked object that is used then, unless the work sets the variable
 * to null; nor does {@code isClosed}.
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
        if (saysNothing(condition.getCondition(), work, code, state)) {
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
              && !saysNothing(condition.getCondition(), work, code, state)) {
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
        asks[0] |= !saysNothing(condition.getCondition(), declared, declared, state);
        return super.visitIf(condition, null);
      }
    }.scan(declared.getBody(), null);
    return asks[0];
  }

  /** Returns whether what runs in the statement does not go on behind it. */
  static boolean leaves(StatementTree then) {
    StatementTree last =
        then instanceof BlockTree block && !block.getStatements().isEmpty()
            ? block.getStatements().get(block.getStatements().size() - 1)
            : then;
    return last instanceof ReturnTree || last instanceof ThrowTree;
  }

  private static boolean saysNothing(
      ExpressionTree condition, Tree work, Tree code, VisitorState state) {
    return switch (condition.getKind()) {
      case PARENTHESIZED ->
          saysNothing(((ParenthesizedTree) condition).getExpression(), work, code, state);
      case CONDITIONAL_AND ->
          saysNothing(((BinaryTree) condition).getLeftOperand(), work, code, state)
              && saysNothing(((BinaryTree) condition).getRightOperand(), work, code, state);
      case LOGICAL_COMPLEMENT ->
          saysNothing(((UnaryTree) condition).getExpression(), work, code, state);
      case NOT_EQUAL_TO, EQUAL_TO ->
          isNullCheck((BinaryTree) condition)
              && isUsed(((BinaryTree) condition).getLeftOperand(), code, state)
              && !tellsHowItEnded((BinaryTree) condition, work);
      case METHOD_INVOCATION -> SAY_NOTHING.contains(Calls.name((MethodInvocationTree) condition));
      default -> false;
    };
  }

  private static boolean isNullCheck(BinaryTree condition) {
    return condition.getRightOperand().getKind() == Kind.NULL_LITERAL;
  }

  /** Returns whether the code calls it, or gives it to a call; an error is no such thing. */
  private static boolean isUsed(ExpressionTree checked, Tree code, VisitorState state) {
    if (ASTHelpers.isSubtype(ASTHelpers.getType(checked), state.getSymtab().throwableType, state)) {
      return false;
    }
    String name = checked.toString();
    return Calls.in(code).stream()
        .anyMatch(
            call ->
                String.valueOf(ASTHelpers.getReceiver(call)).equals(name)
                    || call.getArguments().stream()
                        .anyMatch(argument -> argument.toString().equals(name)));
  }

  /** Returns whether the work sets what is checked: to null at its end, or to what it made. */
  private static boolean tellsHowItEnded(BinaryTree condition, Tree work) {
    String checked = condition.getLeftOperand().toString();
    boolean[] set = {false};
    new Calls.Running() {
      @Override
      public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        set[0] |=
            assignment.getVariable().toString().equals(checked)
                && (condition.getKind() == Kind.EQUAL_TO
                    || assignment.getExpression().getKind() == Kind.NULL_LITERAL);
        return null;
      }
    }.scan(work, null);
    return set[0];
  }
}
