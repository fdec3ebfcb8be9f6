package dev.backstop.checks;

import static com.google.errorprone.util.ASTHelpers.getReceiver;
import static com.google.errorprone.util.ASTHelpers.getSymbol;
import static com.google.errorprone.util.ASTHelpers.getType;
import static com.google.errorprone.util.ASTHelpers.stripParentheses;

import com.google.errorprone.VisitorState;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose it is what a call starts. What is started on a parameter, a field or something looked up is
 * not this method's; what the method makes and starts is.
 */
final class Started {
  private static final Pattern CREATES =
      Pattern.compile(
          "(next|new|join|create|build|child|start|clone|observation)([A-Z].*)?|toSpan");

  private final Protocol protocol;
  private final Tree body;
  private final VisitorState state;
  private final Set<VarSymbol> asked = new HashSet<>();

  Started(Protocol protocol, Tree body, VisitorState state) {
    this.protocol = protocol;
    this.body = body;
    this.state = state;
  }

  /** Returns the variable on which the call starts it; null where it is on none. */
  static @Nullable VarSymbol variableOf(
      MethodInvocationTree start, Protocol protocol, VisitorState state) {
    return protocol.startsItsReceiver(start, state)
            && getSymbol(rootOf(start, protocol, state)) instanceof VarSymbol variable
        ? variable
        : null;
  }

  /** Returns whether what the call starts was made here. */
  boolean isOwn(MethodInvocationTree start) {
    return !protocol.startsItsReceiver(start, state)
        || (rootOf(start, protocol, state) != start && isMadeBy(start));
  }

  private boolean isMadeBy(ExpressionTree expression) {
    ExpressionTree root = rootOf(expression, protocol, state);
    if (root instanceof MethodInvocationTree call) {
      return CREATES.matcher(Calls.name(call)).matches()
          && !Ownership.isNotOwningResult(call, state);
    }
    if (root instanceof ConditionalExpressionTree choice) {
      return isNullOrMade(choice.getTrueExpression()) && isNullOrMade(choice.getFalseExpression());
    }
    if (!(getSymbol(root) instanceof VarSymbol variable)) {
      return false;
    }
    if (!asked.add(variable)) {
      return true; // made of itself: what else it is made of tells
    }
    List<ExpressionTree> values = valuesOf(variable);
    return !values.isEmpty() && values.stream().allMatch(this::isMadeBy);
  }

  private boolean isNullOrMade(ExpressionTree expression) {
    return expression.getKind() == Tree.Kind.NULL_LITERAL || isMadeBy(expression);
  }

  /** Returns what a chain of calls began with. */
  private static ExpressionTree rootOf(
      ExpressionTree expression, Protocol protocol, VisitorState state) {
    ExpressionTree root = stripParentheses(expression);
    while (root instanceof MethodInvocationTree call) {
      ExpressionTree receiver = getReceiver(call);
      if (receiver == null
          || getSymbol(receiver) instanceof ClassSymbol
          || !protocol.isOf(getType(receiver), state)) {
        return root;
      }
      root = stripParentheses(receiver);
    }
    return root;
  }

  /** Returns what the body gives the variable; nothing where it is not of the body. */
  private List<ExpressionTree> valuesOf(VarSymbol variable) {
    List<ExpressionTree> values = new ArrayList<>();
    boolean[] declared = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, Void unused) {
        if (variable.equals(getSymbol(tree))) {
          declared[0] = true;
          add(tree.getInitializer());
        }
        return super.visitVariable(tree, null);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, Void unused) {
        if (variable.equals(getSymbol(tree.getVariable()))) {
          add(tree.getExpression());
        }
        return super.visitAssignment(tree, null);
      }

      private void add(@Nullable ExpressionTree value) {
        if (value != null
            && value.getKind() != Tree.Kind.NULL_LITERAL
            && !variable.equals(getSymbol(rootOf(value, protocol, state)))) {
          values.add(value);
        }
      }
    }.scan(body, null);
    return declared[0] ? values : List.of();
  }
}
