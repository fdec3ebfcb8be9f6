package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A method of the same file that is called with a response: the helper that many a filter has.
 *
 * @param path of its declaration
 * @param given its parameters that are a response, each with the argument of the call
 */
record CalledMethod(TreePath path, Map<Symbol, ExpressionTree> given) {

  /** Returns the method that is called, or null where it is of another file or gets no response. */
  static @Nullable CalledMethod by(MethodInvocationTree call, VisitorState state) {
    MethodSymbol symbol = ASTHelpers.getSymbol(call);
    List<? extends ExpressionTree> arguments = call.getArguments();
    if (symbol == null
        || arguments.stream()
            .noneMatch(argument -> ServletCode.isResponse(ASTHelpers.getType(argument), state))) {
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

  /** Returns whether the expression is one of the responses that the method was given. */
  boolean isGiven(@Nullable ExpressionTree expression) {
    return argumentFor(expression) != null;
  }

  /** Returns the argument that the method knows by this name, or null. */
  @Nullable ExpressionTree argumentFor(@Nullable ExpressionTree expression) {
    return expression == null ? null : given.get(ChainResponse.variableOf(expression));
  }

  /** Returns the first place in the method for which it holds, or null. */
  @Nullable TreePath first(Predicate<TreePath> wanted) {
    return Places.first(path, wanted);
  }
}
