package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The call of the chain in a try statement whose exceptions nothing within the try catches. */
final class UncaughtChain {
  private UncaughtChain() {}

  /**
   * Returns the first call of the chain in the try block, also one in a lambda there, that is in no
   * inner try with catches; or null.
   */
  static @Nullable MethodInvocationTree in(TryTree attempt, VisitorState state) {
    return first(attempt, state, inner -> !inner.getCatches().isEmpty());
  }

  /** Returns the first call of the chain that is in no inner try which catches everything. */
  static @Nullable MethodInvocationTree unhandledIn(TryTree attempt, VisitorState state) {
    return first(attempt, state, inner -> isCaughtBroadly(inner, state));
  }

  private static @Nullable MethodInvocationTree first(
      TryTree attempt, VisitorState state, Predicate<TryTree> isCaughtBy) {
    return new TreeScanner<@Nullable MethodInvocationTree, Void>() {
      @Override
      public @Nullable MethodInvocationTree visitMethodInvocation(
          MethodInvocationTree call, Void unused) {
        return ServletCode.isChainCall(call, state)
            ? call
            : super.visitMethodInvocation(call, null);
      }

      @Override
      public @Nullable MethodInvocationTree visitTry(TryTree inner, Void unused) {
        return isCaughtBy.test(inner)
            ? reduce(scan(inner.getFinallyBlock(), null), scan(inner.getCatches(), null))
            : super.visitTry(inner, null);
      }

      @Override
      public @Nullable MethodInvocationTree reduce(
          @Nullable MethodInvocationTree later, @Nullable MethodInvocationTree earlier) {
        return earlier == null ? later : earlier;
      }
    }.scan(attempt.getBlock(), null);
  }

  /** Returns whether a catch of the try takes every exception that the chain may throw. */
  static boolean isCaughtBroadly(TryTree attempt, VisitorState state) {
    return attempt.getCatches().stream()
        .flatMap(caught -> typesOf(caught).stream())
        .anyMatch(
            type -> ASTHelpers.isSubtype(state.getSymtab().runtimeExceptionType, type, state));
  }

  /** Returns the types that a catch names. */
  static List<Type> typesOf(CatchTree caught) {
    Tree type = caught.getParameter().getType();
    return type instanceof UnionTypeTree union
        ? union.getTypeAlternatives().stream().map(ASTHelpers::getType).toList()
        : List.of(ASTHelpers.getType(type));
  }
}
