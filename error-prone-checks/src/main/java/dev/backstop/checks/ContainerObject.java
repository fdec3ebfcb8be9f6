package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to the container, which gives it to another client when the exchange has ended: the
 * request, the response, their streams, and what wraps them. No mock, and no copy.
 */
final class ContainerObject {
  private static final int MAX_STEPS = 6;

  private static final Pattern DOUBLE = Pattern.compile("(mock|stub|fake|dummy).*");
  private static final Pattern MAKES_DOUBLE =
      Pattern.compile(".*(mock|stub|fake|dummy|spy|copy|snapshot|detach|buildrequest).*");

  private static final Matcher<ExpressionTree> GIVES_WRITER =
      ServletCode.methods("ServletResponse", "getWriter");
  private static final Matcher<ExpressionTree> GIVES_READER =
      ServletCode.methods("ServletRequest", "getReader");

  private ContainerObject() {}

  /** Returns whether a variable holds such an object. */
  static boolean isIn(VarSymbol variable, VisitorState state) {
    return isIn(variable, state, 0);
  }

  private static boolean isIn(VarSymbol variable, VisitorState state, int steps) {
    boolean typed = isType(variable.type, state);
    if (isDouble(variable.type) || steps > MAX_STEPS) {
      return false;
    }
    if (variable.getKind() == ElementKind.PARAMETER
        || variable.getKind() == ElementKind.BINDING_VARIABLE) {
      return typed;
    }
    List<ExpressionTree> values = Assignments.to(variable, state);
    boolean injected = !variable.getAnnotationMirrors().isEmpty();
    return (typed && injected && values.isEmpty())
        || values.stream().anyMatch(value -> comesFrom(value, typed, state, steps));
  }

  private static boolean comesFrom(
      ExpressionTree expression, boolean typed, VisitorState state, int steps) {
    ExpressionTree value = FileCode.bare(expression);
    if (isDouble(ASTHelpers.getType(value))) {
      return false;
    }
    if (value instanceof IdentifierTree || value instanceof MemberSelectTree) {
      return FileCode.symbolOf(value) instanceof VarSymbol variable
          && isIn(variable, state, steps + 1);
    } else if (value instanceof ConditionalExpressionTree choice) {
      return comesFrom(choice.getTrueExpression(), typed, state, steps)
          || comesFrom(choice.getFalseExpression(), typed, state, steps);
    } else if (value instanceof NewClassTree made) {
      return typed
          && made.getArguments().stream().anyMatch(argument -> isGiven(argument, state, steps));
    } else if (value instanceof MethodInvocationTree call) {
      if (GIVES_WRITER.matches(call, state) || GIVES_READER.matches(call, state)) {
        ExpressionTree receiver = ASTHelpers.getReceiver(call);
        return receiver != null && comesFrom(receiver, true, state, steps);
      }
      return typed
          && !MAKES_DOUBLE.matcher(FileCode.methodName(call).toLowerCase(Locale.ROOT)).matches();
    }
    return false;
  }

  private static boolean isGiven(ExpressionTree argument, VisitorState state, int steps) {
    return isType(ASTHelpers.getType(argument), state) && comesFrom(argument, true, state, steps);
  }

  /** Returns whether an expression is such an object. */
  static boolean isValue(ExpressionTree expression, VisitorState state) {
    return isGiven(expression, state, 0);
  }

  /** Returns whether a type is that of a request, of a response or of a stream of theirs. */
  static boolean isType(@Nullable Type type, VisitorState state) {
    return ServletCode.isRequest(type, state)
        || ServletCode.isResponse(type, state)
        || ServletCode.isStream(type, state);
  }

  private static boolean isDouble(@Nullable Type type) {
    Symbol symbol = type == null ? null : type.tsym;
    return symbol != null
        && DOUBLE.matcher(symbol.getSimpleName().toString().toLowerCase(Locale.ROOT)).matches();
  }
}
