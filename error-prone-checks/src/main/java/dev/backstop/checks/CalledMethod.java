package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Flags;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A method of the same file that is called with a response, or with what measures a request: the
 * helper that many a filter has.
 *
 * @param path of its declaration
 * @param given its parameters that are a response, each with the argument of the call
 */
record CalledMethod(TreePath path, Map<Symbol, ExpressionTree> given) {
  private static final int MAX_STEPS = 4; // a variable may be made of itself

  /** Returns the method that is called, or null where it is of another file or gets no response. */
  static @Nullable CalledMethod by(MethodInvocationTree call, VisitorState state) {
    return by(call, argument -> ServletCode.isResponse(ASTHelpers.getType(argument), state), state);
  }

  /** Returns the method that is called, or null where no argument is such a one. */
  static @Nullable CalledMethod by(
      MethodInvocationTree call, Predicate<ExpressionTree> needed, VisitorState state) {
    MethodSymbol symbol = ASTHelpers.getSymbol(call);
    List<? extends ExpressionTree> arguments = call.getArguments();
    if (symbol == null || arguments.stream().noneMatch(needed)) {
      return null;
    }
    TreePath path = Declarations.of(state).pathOf(symbol);
    if (path == null) {
      return null;
    }
    MethodTree method = (MethodTree) path.getLeaf();
    Map<Symbol, ExpressionTree> given = new HashMap<>();
    for (int i = 0; i < Math.min(arguments.size(), method.getParameters().size()); i++) {
      if (ServletCode.isResponse(ASTHelpers.getType(arguments.get(i)), state)) {
        given.put(ASTHelpers.getSymbol(method.getParameters().get(i)), arguments.get(i));
      }
    }
    return new CalledMethod(path, given);
  }

  /**
   * Returns the method of the file that is called and that no subclass can make another; or null.
   */
  static @Nullable CalledMethod fixedBy(MethodInvocationTree call, VisitorState state) {
    MethodSymbol symbol = ASTHelpers.getSymbol(call);
    TreePath path =
        symbol == null || !isFixed(symbol) ? null : Declarations.of(state).pathOf(symbol);
    return path == null ? null : new CalledMethod(path, Map.of());
  }

  static boolean isFixed(MethodSymbol method) {
    return method.isStatic() || method.isPrivate() || (method.flags() & Flags.FINAL) != 0;
  }

  /** Returns whether the expression is one of the responses that the method was given. */
  boolean isGiven(@Nullable ExpressionTree expression) {
    return argumentFor(expression) != null;
  }

  /** Returns the argument that the method knows by this name, or null. */
  @Nullable ExpressionTree argumentFor(@Nullable ExpressionTree expression) {
    ExpressionTree now = expression;
    for (int steps = 0; now != null && steps < MAX_STEPS; steps++) {
      Symbol variable = ChainResponse.variableOf(now);
      if (variable == null) {
        return null;
      }
      if (given.containsKey(variable)) {
        return given.get(variable);
      }
      now = ChainResponse.madeFrom(variable, path);
    }
    return null;
  }

  /** Returns the first place that runs when the method does for which it holds, or null. */
  @Nullable TreePath first(Predicate<TreePath> wanted, VisitorState state) {
    return Places.first(
        path, place -> wanted.test(place) && LaterCode.runsWith(place, path.getLeaf(), state));
  }
}
