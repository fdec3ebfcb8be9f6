package dev.backstop.checks;

import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is a cleanup: a finally block, and what Backstop runs at the end of an exchange, be it a
 * lambda or a class of its own.
 */
final class CleanupCode {
  /** Where Backstop is given cleanups. */
  private static final Matcher<ExpressionTree> REGISTRATION =
      anyOf(
          instanceMethod()
              .onDescendantOf("dev.backstop.cleanup.CleanupRegistry")
              .namedAnyOf("register", "registerAsync", "hold"),
          instanceMethod().onDescendantOf("dev.backstop.BackstopBuilder").named("onOutcome"));

  private static final Matcher<ExpressionTree> ASYNC_REGISTRATION =
      instanceMethod()
          .onDescendantOf("dev.backstop.cleanup.CleanupRegistry")
          .named("registerAsync");

  /** What Backstop calls at the end of an exchange. */
  private static final Set<String> CLEANUP_TYPES =
      Set.of(
          "dev.backstop.cleanup.Cleanup",
          "dev.backstop.cleanup.Release",
          "dev.backstop.cleanup.AsyncCleanup");

  private static final String OUTCOME = "dev.backstop.outcome.Outcome";

  private CleanupCode() {}

  /** Returns whether the call gives Backstop a cleanup or a resource. */
  static boolean isRegistration(ExpressionTree call, VisitorState state) {
    return REGISTRATION.matches(call, state);
  }

  /** Returns whether the call gives Backstop a cleanup that may end later than it returns. */
  static boolean isAsyncRegistration(ExpressionTree call, VisitorState state) {
    return ASYNC_REGISTRATION.matches(call, state);
  }

  /** Returns the try statement in whose finally block the place is, in the same method; or null. */
  static @Nullable TryTree tryOfFinally(TreePath path) {
    Tree below = path.getLeaf();
    for (Tree tree : path.getParentPath()) {
      if (tree instanceof MethodTree
          || tree instanceof LambdaExpressionTree
          || tree instanceof ClassTree) {
        return null;
      }
      if (tree instanceof TryTree attempt && attempt.getFinallyBlock() == below) {
        return attempt;
      }
      below = tree;
    }
    return null;
  }

  /**
   * Returns the innermost cleanup of Backstop around the place: the lambda, or the method of a
   * class; or null.
   */
  static @Nullable Tree cleanupAround(TreePath path, VisitorState state) {
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if ((tree instanceof LambdaExpressionTree lambda && isCleanup(lambda, at, state))
          || (tree instanceof MethodTree method
              && (isCleanup(method, state) || isRegistered(method, state)))) {
        return tree;
      }
    }
    return null;
  }

  /** Returns whether the place is in a finally block or in a cleanup of Backstop. */
  static boolean isIn(TreePath path, VisitorState state) {
    return tryOfFinally(path) != null || cleanupAround(path, state) != null;
  }

  /** Returns whether Backstop runs a lambda at the end of an exchange. */
  static boolean isCleanup(LambdaExpressionTree lambda, TreePath path, VisitorState state) {
    return isCleanupAt(lambda, path, state);
  }

  /** Returns whether Backstop runs the method that is referred to at the end of an exchange. */
  static boolean isCleanup(MemberReferenceTree reference, TreePath path, VisitorState state) {
    return isCleanupAt(reference, path, state);
  }

  private static boolean isCleanupAt(ExpressionTree code, TreePath path, VisitorState state) {
    return (path.getParentPath().getLeaf() instanceof MethodInvocationTree call
            && call.getArguments().contains(code)
            && isRegistration(call, state))
        || isCleanupType(ASTHelpers.getType(code));
  }

  private static boolean isCleanup(MethodTree method, VisitorState state) {
    MethodSymbol symbol = ASTHelpers.getSymbol(method);
    return symbol != null
        && ASTHelpers.findSuperMethods(symbol, state.getTypes()).stream()
            .anyMatch(
                overridden ->
                    CLEANUP_TYPES.contains(overridden.owner.getQualifiedName().toString())
                        || (overridden.owner.getQualifiedName().contentEquals("dev.backstop.Watch")
                            && overridden.getSimpleName().contentEquals("end")));
  }

  /** Returns whether the file registers a method as a cleanup: {@code this::log}. */
  private static boolean isRegistered(MethodTree method, VisitorState state) {
    if (method.getParameters().size() != 1
        || !isNamed(ASTHelpers.getType(method.getParameters().get(0)), OUTCOME)) {
      return false;
    }
    return FileCode.callsOf(ASTHelpers.getSymbol(method), state).stream()
        .anyMatch(
            place ->
                place.getLeaf() instanceof MemberReferenceTree reference
                    && isCleanup(reference, place, state));
  }

  /** Returns whether Backstop calls objects of a class at the end of an exchange. */
  static boolean isCleanupType(ClassTree type, VisitorState state) {
    Type of = ASTHelpers.getType(type);
    return of != null && state.getTypes().closure(of).stream().anyMatch(CleanupCode::isCleanupType);
  }

  private static boolean isCleanupType(@Nullable Type type) {
    return CLEANUP_TYPES.stream().anyMatch(name -> isNamed(type, name));
  }

  private static boolean isNamed(@Nullable Type type, String name) {
    return type != null && type.tsym != null && type.tsym.getQualifiedName().contentEquals(name);
  }
}
