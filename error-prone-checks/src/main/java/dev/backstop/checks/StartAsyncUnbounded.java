package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.SUGGESTION;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.matchers.Matcher;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;

/**
 * A request that is made asynchronous with no limit of its own and no listener: when its worker
 * dies, the container's default decides, or nobody does. Servlet 6.1, section 2.3.3.3.
 */
@BugPattern(
    summary =
        "startAsync() without setTimeout() and addListener(): if the worker dies, the exchange"
            + " hangs until the container's default timeout, and nobody is told."
            + " Set a timeout and add a listener.",
    severity = SUGGESTION,
    linkType = CUSTOM,
    link = "docs/checks/StartAsyncUnbounded.md")
public final class StartAsyncUnbounded extends Check implements MethodInvocationTreeMatcher {
  private static final Matcher<ExpressionTree> START =
      ServletCode.methods("ServletRequest", "startAsync");
  private static final Matcher<ExpressionTree> TIMEOUT =
      ServletCode.methods("AsyncContext", "setTimeout");
  private static final Matcher<ExpressionTree> LISTENER =
      ServletCode.methods("AsyncContext", "addListener");

  /** For Error Prone. */
  public StartAsyncUnbounded() {}

  @Override
  public Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
    return guarded(
        call,
        state,
        () ->
            START.matches(call, state)
                    && !isPassedOn(state)
                    && !(calls(TIMEOUT, state) && calls(LISTENER, state))
                ? describeMatch(call)
                : Description.NO_MATCH);
  }

  /** Returns whether a wrapper of the request passes the call on. */
  private static boolean isPassedOn(VisitorState state) {
    MethodTree method = state.findEnclosing(MethodTree.class);
    return method != null && method.getName().contentEquals("startAsync");
  }

  private static boolean calls(Matcher<ExpressionTree> wanted, VisitorState state) {
    CompilationUnitTree file = state.getPath().getCompilationUnit();
    return Boolean.TRUE.equals(
        new TreeScanner<Boolean, Void>() {
          @Override
          public Boolean visitMethodInvocation(MethodInvocationTree call, Void unused) {
            return wanted.matches(call, state)
                || Boolean.TRUE.equals(super.visitMethodInvocation(call, null));
          }

          @Override
          public Boolean reduce(Boolean one, Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
          }
        }.scan(file, null));
  }
}
