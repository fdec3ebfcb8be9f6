package dev.backstop.checks;

import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;
import static com.google.errorprone.matchers.method.MethodMatchers.staticMethod;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What runs on another thread: which calls take a task, and which of their arguments it is. */
final class AsyncTasks {
  private static final Matcher<ExpressionTree> TAKES_TASK =
      anyOf(
          instanceMethod()
              .onDescendantOf("java.util.concurrent.Executor")
              .namedAnyOf(
                  "execute",
                  "submit",
                  "submitCompletable",
                  "submitListenable",
                  "invokeAll",
                  "invokeAny"),
          instanceMethod()
              .onDescendantOf("java.util.concurrent.ScheduledExecutorService")
              .withNameMatching(Pattern.compile("schedule.*")),
          instanceMethod()
              .onDescendantOf("java.util.concurrent.CompletionStage")
              .withNameMatching(Pattern.compile(".*Async")),
          staticMethod()
              .onClass("java.util.concurrent.CompletableFuture")
              .namedAnyOf("runAsync", "supplyAsync"),
          instanceMethod().onDescendantOf("java.util.concurrent.CompletionService").named("submit"),
          instanceMethod().onDescendantOf("java.util.concurrent.ThreadFactory").named("newThread"),
          staticMethod()
              .onClass("com.google.common.util.concurrent.Futures")
              .namedAnyOf("submit", "submitAsync", "scheduleAsync"),
          instanceMethod()
              .onDescendantOf("java.util.Timer")
              .withNameMatching(Pattern.compile("schedule.*")),
          instanceMethod()
              .onDescendantOf("org.springframework.scheduling.TaskScheduler")
              .withNameMatching(Pattern.compile("schedule.*")),
          staticMethod().onClass("java.lang.Thread").named("startVirtualThread"),
          instanceMethod()
              .onDescendantOfAny("java.lang.Thread.Builder", "java.lang.Thread$Builder")
              .namedAnyOf("start", "unstarted"));

  private static final Supplier<Type> THREAD = Suppliers.typeFromString("java.lang.Thread");

  /** What goes on with the result of a future, on the thread that completed it. */
  private static final Matcher<ExpressionTree> CONTINUES =
      instanceMethod()
          .onDescendantOf("java.util.concurrent.CompletionStage")
          .namedAnyOf(
              "thenApply",
              "thenAccept",
              "thenRun",
              "thenCompose",
              "thenCombine",
              "thenAcceptBoth",
              "runAfterBoth",
              "applyToEither",
              "acceptEither",
              "runAfterEither",
              "whenComplete",
              "handle",
              "exceptionally",
              "exceptionallyCompose");

  private static final Set<String> ANNOTATIONS =
      Set.of(
          "org.springframework.scheduling.annotation.Async",
          "io.micronaut.scheduling.annotation.Async",
          "jakarta.ejb.Asynchronous",
          "javax.ejb.Asynchronous",
          "jakarta.enterprise.concurrent.Asynchronous");

  private AsyncTasks() {}

  /** Returns whether the call hands one of its arguments to another thread. */
  static boolean takesTask(ExpressionTree call, VisitorState state) {
    return (call instanceof MethodInvocationTree && TAKES_TASK.matches(call, state))
        || (call instanceof NewClassTree
            && ASTHelpers.isSubtype(ASTHelpers.getType(call), THREAD.get(state), state));
  }

  /**
   * Returns whether the call gives a future a function that it applies to its result, where that
   * comes from another thread: further up in the same chain something named {@code ...Async}.
   */
  static boolean continuesAsync(ExpressionTree call, VisitorState state) {
    return CONTINUES.matches(call, state)
        && ASTHelpers.streamReceivers(call)
            .anyMatch(
                earlier ->
                    takesTask(earlier, state) || FileCode.methodName(earlier).endsWith("Async"));
  }

  /** Returns whether a framework runs the method, or those of the class, on another thread. */
  static boolean isAnnotatedAsync(Symbol symbol) {
    return symbol.getAnnotationMirrors().stream()
        .anyMatch(
            annotation -> ANNOTATIONS.contains(annotation.type.tsym.getQualifiedName().toString()));
  }

  /** Returns the arguments of such a call; empty for every other expression. */
  static List<? extends ExpressionTree> argumentsOf(ExpressionTree call, VisitorState state) {
    if (!takesTask(call, state) && !continuesAsync(call, state)) {
      return List.of();
    }
    return call instanceof MethodInvocationTree invocation
        ? invocation.getArguments()
        : ((NewClassTree) call).getArguments();
  }
}
