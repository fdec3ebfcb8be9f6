package dev.backstop.checks;

import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.constructor;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;
import static com.google.errorprone.matchers.method.MethodMatchers.staticMethod;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import java.util.List;
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

  private static final Matcher<ExpressionTree> NEW_THREAD =
      constructor().forClass("java.lang.Thread");

  private AsyncTasks() {}

  /** Returns whether the call hands one of its arguments to another thread. */
  static boolean takesTask(ExpressionTree call, VisitorState state) {
    return (call instanceof MethodInvocationTree && TAKES_TASK.matches(call, state))
        || (call instanceof NewClassTree && NEW_THREAD.matches(call, state));
  }

  /** Returns the arguments of such a call; empty for every other expression. */
  static List<? extends ExpressionTree> argumentsOf(ExpressionTree call, VisitorState state) {
    if (!takesTask(call, state)) {
      return List.of();
    }
    return call instanceof MethodInvocationTree invocation
        ? invocation.getArguments()
        : ((NewClassTree) call).getArguments();
  }
}
