package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which lambdas run at another time than the code around them. One that is an argument of a call
 * runs during the call, as far as it can be told: a task of an executor does not, and neither does
 * what is registered with a listener's or a callback's name.
 */
final class LaterCode {
  private static final Pattern REGISTERS =
      Pattern.compile("(on|add|register|when|then|after|before|set|subscribe|defer)([A-Z].*)?");

  private LaterCode() {}

  /** Returns whether the lambda, or the reference, runs later, or whenever somebody calls it. */
  static boolean isLater(TreePath lambda, VisitorState state) {
    MethodInvocationTree call = callGiven(lambda);
    Symbol method = call == null ? null : ASTHelpers.getSymbol(call);
    return call == null
        || (lambda.getLeaf() instanceof LambdaExpressionTree written && isFilter(written, state))
        || AsyncTasks.takesTask(call, state)
        || CleanupCode.isRegistration(call, state)
        || (method != null && REGISTERS.matcher(method.getSimpleName()).matches());
  }

  /** Returns whether the lambda is a task for another thread. */
  static boolean isTask(TreePath lambda, VisitorState state) {
    MethodInvocationTree call = callGiven(lambda);
    return call != null && AsyncTasks.takesTask(call, state);
  }

  /**
   * Returns whether the place is run by the code around it or its task, not by what it registers.
   */
  static boolean runsWith(TreePath place, Tree around, VisitorState state) {
    for (TreePath at = place; at.getLeaf() != around; at = at.getParentPath()) {
      if (at.getLeaf() instanceof ClassTree
          || (at.getLeaf() instanceof LambdaExpressionTree
              && isLater(at, state)
              && !isTask(at, state))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the call that has the lambda as an argument, or null. */
  static @Nullable MethodInvocationTree callGiven(TreePath lambda) {
    TreePath at = lambda;
    Tree given;
    do {
      given = at.getLeaf();
      at = at.getParentPath();
    } while (at.getLeaf() instanceof ParenthesizedTree || at.getLeaf() instanceof TypeCastTree);
    return at.getLeaf() instanceof MethodInvocationTree call && call.getArguments().contains(given)
        ? call
        : null;
  }

  /** Returns whether the lambda is a filter itself: whoever is given it calls it for requests. */
  static boolean isFilter(LambdaExpressionTree lambda, VisitorState state) {
    return lambda.getParameters().stream()
        .anyMatch(parameter -> ServletCode.isChain(parameter, state));
  }
}
