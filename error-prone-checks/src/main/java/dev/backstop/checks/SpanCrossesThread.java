package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.NewClassTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A span that a task uses on another thread without its context: the span may have ended by then,
 * and what the task starts has no parent.
 */
@BugPattern(
    summary =
        "A task uses a span of another thread without its context: the span may have ended by then,"
            + " and what the task starts has no parent. Wrap the task or its executor"
            + " (Context.current().wrap, Context.taskWrapping), or start a span in the task.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/SpanCrossesThread.md")
public final class SpanCrossesThread extends Check
    implements MethodInvocationTreeMatcher, NewClassTreeMatcher {
  /** For Error Prone. */
  public SpanCrossesThread() {}

  @Override
  public Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
    return guarded(call, state, () -> match(call, state));
  }

  @Override
  public Description matchNewClass(NewClassTree thread, VisitorState state) {
    return guarded(thread, state, () -> match(thread, state));
  }

  private Description match(ExpressionTree start, VisitorState state) {
    if (!AsyncTasks.takesTask(start, state)) {
      return Description.NO_MATCH;
    }
    List<TaskCode> tasks = TaskCode.of(start, state);
    if (tasks.stream().anyMatch(task -> CrossingSpan.isMadeCurrentIn(task.code()))) {
      return Description.NO_MATCH;
    }
    for (TaskCode task : tasks) {
      ExpressionTree use = useIn(task, start, state);
      if (use != null && !ContextWrapping.isIn(task, start, state)) {
        return buildDescription(start)
            .setMessage(
                "'"
                    + state.getSourceForNode(use)
                    + "' (line "
                    + FileCode.lineOf(use, state)
                    + ") crosses threads without its context: the span may have ended when this"
                    + " task runs, and what the task starts has no parent. Wrap the task or its"
                    + " executor (Context.current().wrap, Context.taskWrapping), or start a span"
                    + " in the task.")
            .build();
      }
    }
    return Description.NO_MATCH;
  }

  /** Returns where a task uses a span of another thread; null where it does not. */
  private static @Nullable ExpressionTree useIn(
      TaskCode task, ExpressionTree start, VisitorState state) {
    Optional<ExpressionTree> captured =
        Capture.in(task.code(), state).stream()
            .filter(capture -> CrossingSpan.isUsedBy(capture, start, state))
            .map(Capture::use)
            .findFirst();
    if (captured.isPresent() && !isWaitedFor(state)) {
      return captured.get();
    }
    return FileCode.callsIn(task.code()).stream()
        .filter(call -> CrossingSpan.isAskedFor(call, state))
        .findFirst()
        .orElse(null);
  }

  private static boolean isWaitedFor(VisitorState state) {
    List<MethodTree> methods = FileCode.methodsAround(state.getPath());
    return !methods.isEmpty() && Waiting.isFor(state.getPath(), methods.get(0), state);
  }
}
