package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work that a finally block or a cleanup gives to another thread: the exchange is over before it
 * runs, so that nobody waits for it, and its failure is nobody's.
 */
@BugPattern(
    summary =
        "A cleanup gives work to another thread: the exchange is over before it runs, nobody waits"
            + " for it, and nobody is told that it failed. Do it here, wait for it, or register it"
            + " with registerAsync.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/AsyncWorkInCleanup.md")
public final class AsyncWorkInCleanup extends Check implements MethodInvocationTreeMatcher {
  private static final Matcher<ExpressionTree> STARTS_THREAD =
      instanceMethod().onDescendantOf("java.lang.Thread").named("start").withNoParameters();

  private static final Supplier<Type> STAGE =
      Suppliers.typeFromString("java.util.concurrent.CompletionStage");
  private static final Supplier<Type> FUTURE =
      Suppliers.typeFromString("java.util.concurrent.Future");
  private static final Supplier<Type> EXECUTOR =
      Suppliers.typeFromString("java.util.concurrent.Executor");

  /** What makes a thread, and starts none. */
  private static final Set<String> STARTS_NOTHING = Set.of("newThread", "unstarted");

  /** For Error Prone. */
  public AsyncWorkInCleanup() {}

  @Override
  public Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
    return guarded(
        call,
        state,
        () -> {
          if (!starts(call, state)) {
            return cleanupAround(state) == null || helperThatStarts(call, state) == null
                ? Description.NO_MATCH
                : describeMatch(call);
          }
          Tree cleanup = cleanupAround(state);
          return cleanup == null
                  || isAsyncCleanup(cleanup, state)
                  || isExecutor(state)
                  || goesOn(call, state)
                  || Waiting.isFor(state.getPath(), cleanup, state)
              ? Description.NO_MATCH
              : describeMatch(call);
        });
  }

  private static boolean starts(MethodInvocationTree call, VisitorState state) {
    return STARTS_THREAD.matches(call, state)
        || (AsyncTasks.takesTask(call, state)
            && !STARTS_NOTHING.contains(FileCode.methodName(call)));
  }

  /** Returns the place in a method of the file where it gives away work that nobody waits for. */
  private static @Nullable TreePath helperThatStarts(
      MethodInvocationTree call, VisitorState state) {
    CalledMethod helper = CalledMethod.fixedBy(call, state);
    if (helper == null || CleanupCode.isRegistration(call, state)) {
      return null;
    }
    Tree body = helper.path().getLeaf();
    return isOf(FUTURE, ASTHelpers.getType(call), state)
            || isOf(STAGE, ASTHelpers.getType(call), state)
            || isExecutor(state)
            || FileCode.methodsAround(state.getPath()).contains(body)
        ? null
        : helper.first(
            place ->
                place.getLeaf() instanceof MethodInvocationTree inner
                    && starts(inner, state)
                    && !goesOn(inner, state)
                    && !Waiting.isFor(place, body, state),
            state);
  }

  private static @Nullable Tree cleanupAround(VisitorState state) {
    TryTree attempt = CleanupCode.tryOfFinally(state.getPath());
    return attempt != null
        ? attempt.getFinallyBlock()
        : CleanupCode.cleanupAround(state.getPath(), state);
  }

  /** Returns whether the end of the exchange waits for the stage that the cleanup returns. */
  private static boolean isAsyncCleanup(Tree cleanup, VisitorState state) {
    if (cleanup instanceof MethodTree method) {
      return isOf(STAGE, ASTHelpers.getType(method.getReturnType()), state);
    }
    for (TreePath at = state.getPath(); at != null; at = at.getParentPath()) {
      if (at.getLeaf() == cleanup) {
        Type type = cleanup instanceof LambdaExpressionTree ? ASTHelpers.getType(cleanup) : null;
        return (at.getParentPath().getLeaf() instanceof MethodInvocationTree call
                && CleanupCode.isAsyncRegistration(call, state))
            || (type != null && type.tsym.getSimpleName().contentEquals("AsyncCleanup"));
      }
    }
    return false;
  }

  /** Returns whether the code is an executor's own, which goes on with its next task. */
  private static boolean isExecutor(VisitorState state) {
    for (Tree tree : state.getPath()) {
      if (tree instanceof ClassTree && isOf(EXECUTOR, ASTHelpers.getType(tree), state)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a task hands itself, or the next of its kind, to the executor again. */
  private static boolean goesOn(MethodInvocationTree call, VisitorState state) {
    for (Tree tree : state.getPath()) {
      if (tree instanceof ClassTree
          && call.getArguments().stream()
              .anyMatch(
                  argument ->
                      (argument instanceof NewClassTree || isThis(argument))
                          && ASTHelpers.isSameType(
                              ASTHelpers.getType(argument), ASTHelpers.getType(tree), state))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isThis(ExpressionTree argument) {
    return argument instanceof IdentifierTree name && name.getName().contentEquals("this");
  }

  private static boolean isOf(Supplier<Type> wanted, @Nullable Type type, VisitorState state) {
    return type != null && ASTHelpers.isSubtype(type, wanted.get(state), state);
  }
}
