package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.ERROR;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.NewClassTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.ElementKind;

/**
 * A request or response that a task uses on another thread: when the servlet has returned, the
 * container gives the object to another client, and the task reads a stranger's request or writes
 * into a stranger's response. Servlet 6.1, section 3.13.
 */
@BugPattern(
    summary =
        "A task on another thread uses the servlet request or response: when the servlet has"
            + " returned, the container gives the object to another client."
            + " Read the values before, and give the task those; or call startAsync().",
    severity = ERROR,
    linkType = CUSTOM,
    link = "docs/checks/RequestCapturedByAsync.md")
public final class RequestCapturedByAsync extends Check
    implements MethodInvocationTreeMatcher, NewClassTreeMatcher {
  /** For Error Prone. */
  public RequestCapturedByAsync() {}

  @Override
  public Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
    return guarded(
        call, state, () -> isAsyncMethod(call) ? given(call, state) : match(call, state));
  }

  @Override
  public Description matchNewClass(NewClassTree thread, VisitorState state) {
    return guarded(thread, state, () -> match(thread, state));
  }

  private Description match(ExpressionTree call, VisitorState state) {
    if (AsyncTasks.argumentsOf(call, state).isEmpty() && !AsyncTasks.takesTask(call, state)) {
      return Description.NO_MATCH;
    }
    List<TaskCode> tasks = TaskCode.of(call, state);
    List<Capture> captures =
        tasks.stream()
            .filter(
                task ->
                    !(task.code() instanceof MethodTree own && AsyncExchange.mentions(own, state)))
            .flatMap(task -> Capture.in(task.code(), state).stream())
            .filter(capture -> isHeld(capture.variable(), state))
            .distinct()
            .toList();
    List<ExpressionTree> given =
        tasks.stream().<ExpressionTree>flatMap(task -> kept(task, state)).toList();
    if ((captures.isEmpty() && given.isEmpty()) || isSafe(state)) {
      return Description.NO_MATCH;
    }
    ExpressionTree use = captures.isEmpty() ? given.get(0) : captures.get(0).use();
    Description.Builder found =
        buildDescription(call)
            .setMessage(
                "'"
                    + state.getSourceForNode(use)
                    + "' (line "
                    + FileCode.lineOf(use, state)
                    + ") is the container's, and this task uses it on another thread: when the"
                    + " servlet has returned, the container gives it to another client. Read the"
                    + " values before, and give the task those; or call startAsync().");
    if (given.isEmpty()) {
      List<TaskCode> written =
          tasks.stream()
              .filter(task -> !(task.code() instanceof MethodTree) && task.code() != call)
              .toList();
      ReadBefore.fix(written, captures, state).ifPresent(found::addFix);
    }
    return found.build();
  }

  /** Returns the description of a call of a method that a framework runs on another thread. */
  private Description given(MethodInvocationTree call, VisitorState state) {
    return call.getArguments().stream()
                .anyMatch(argument -> ContainerObject.isValue(argument, state))
            && !isSafe(state)
        ? describeMatch(call)
        : Description.NO_MATCH;
  }

  private static boolean isAsyncMethod(MethodInvocationTree call) {
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    Symbol method = FileCode.symbolOf(call);
    return receiver != null
        && !(receiver instanceof IdentifierTree name
            && (name.getName().contentEquals("this") || name.getName().contentEquals("super")))
        && method != null
        && Stream.of(method, method.owner).anyMatch(AsyncTasks::isAnnotatedAsync);
  }

  private static boolean isHeld(VarSymbol variable, VisitorState state) {
    return ContainerObject.isIn(variable, state);
  }

  /** Returns the requests and responses that are given to a task which keeps them. */
  private static Stream<? extends ExpressionTree> kept(TaskCode task, VisitorState state) {
    NewClassTree made = task.made();
    Type type = made == null ? null : ASTHelpers.getType(made);
    if (made == null || type == null || made.getClassBody() != null) {
      return Stream.empty();
    }
    boolean keeps =
        state.getTypes().closure(type).stream()
            .flatMap(above -> ASTHelpers.getEnclosedElements(above.tsym).stream())
            .anyMatch(
                member ->
                    member.getKind() == ElementKind.FIELD
                        && !ASTHelpers.isStatic(member)
                        && ContainerObject.isType(member.type, state));
    return keeps
        ? made.getArguments().stream().filter(argument -> ContainerObject.isValue(argument, state))
        : Stream.empty();
  }

  /** Returns whether the request outlives the task: it is asynchronous, or the task waited for. */
  private static boolean isSafe(VisitorState state) {
    List<MethodTree> methods = FileCode.methodsAround(state.getPath());
    Tree scope = methods.isEmpty() ? state.getPath().getCompilationUnit() : methods.get(0);
    return AsyncExchange.isAt(state.getPath(), state)
        || Waiting.isFor(state.getPath(), scope, state);
  }
}
