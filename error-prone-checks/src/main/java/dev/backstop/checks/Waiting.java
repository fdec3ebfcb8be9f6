package dev.backstop.checks;

import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import org.jspecify.annotations.Nullable;

/** Where a task is waited for: it has ended when the code goes on, and outlives nothing. */
final class Waiting {
  private static final Matcher<ExpressionTree> FOR_ALL =
      instanceMethod()
          .onDescendantOf("java.util.concurrent.ExecutorService")
          .namedAnyOf("invokeAll", "invokeAny");

  private static final Matcher<ExpressionTree> FOR_RESULT =
      anyOf(
          instanceMethod()
              .onDescendantOf("java.util.concurrent.Future")
              .namedAnyOf("get", "join", "resultNow"),
          instanceMethod().onDescendantOf("java.lang.Thread").named("join"));

  private static final Matcher<ExpressionTree> FOR_SIGNAL =
      anyOf(
          instanceMethod().onDescendantOf("java.util.concurrent.CountDownLatch").named("await"),
          instanceMethod().onDescendantOf("java.util.concurrent.Phaser").namedAnyOf("awaitAdvance"),
          instanceMethod()
              .onDescendantOf("java.util.concurrent.ExecutorService")
              .namedAnyOf("awaitTermination", "close"),
          instanceMethod()
              .onDescendantOf("java.util.concurrent.CompletionService")
              .namedAnyOf("take", "poll"));

  private Waiting() {}

  /** Returns whether what follows in the scope waits for the task of a call. */
  static boolean isFor(TreePath call, Tree scope, VisitorState state) {
    ExpressionTree start = (ExpressionTree) call.getLeaf();
    return FOR_ALL.matches(start, state)
        || isInChain(call, state)
        || closesExecutor(call)
        || FileCode.callsIn(scope).stream()
            .filter(later -> FileCode.isAfter(later, start, state))
            .anyMatch(
                later ->
                    FOR_SIGNAL.matches(later, state)
                        || (FOR_RESULT.matches(later, state)
                            && (isKept(call) || isOfSame(later, start))));
  }

  /** Returns whether the result is asked for in the same expression: {@code submit(t).get()}. */
  private static boolean isInChain(TreePath call, VisitorState state) {
    for (TreePath at = call.getParentPath();
        at != null && at.getLeaf() instanceof ExpressionTree;
        at = at.getParentPath()) {
      if (at.getLeaf() instanceof MethodInvocationTree outer && FOR_RESULT.matches(outer, state)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether somebody keeps the future or the thread, who can wait for it. */
  private static boolean isKept(TreePath call) {
    for (TreePath at = call.getParentPath(); at != null; at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if (tree instanceof VariableTree
          || tree instanceof AssignmentTree
          || (tree instanceof MethodInvocationTree outer && outer.getArguments().size() > 0)) {
        return true;
      }
      if (!(tree instanceof ExpressionTree)) {
        return false;
      }
    }
    return false;
  }

  /** Returns whether both are called on the same variable: {@code t.start(); t.join();}. */
  private static boolean isOfSame(ExpressionTree later, ExpressionTree start) {
    Symbol receiver = receiverOf(start);
    return receiver != null && receiver == receiverOf(later);
  }

  /** Returns whether the executor is closed, which waits, by a try statement around the call. */
  private static boolean closesExecutor(TreePath call) {
    Symbol executor = receiverOf(call.getLeaf());
    if (executor == null) {
      return false;
    }
    for (Tree tree : call) {
      if (tree instanceof TryTree attempt
          && attempt.getResources().stream()
              .anyMatch(resource -> FileCode.symbolOf(resource) == executor)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Symbol receiverOf(Tree call) {
    return call instanceof MethodInvocationTree invocation
            && invocation.getMethodSelect() instanceof MemberSelectTree select
        ? FileCode.symbolOf(ASTHelpers.stripParentheses(select.getExpression()))
        : null;
  }
}
