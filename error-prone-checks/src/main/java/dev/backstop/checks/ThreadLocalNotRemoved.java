package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;
import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;
import static com.google.errorprone.matchers.method.MethodMatchers.staticMethod;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol;

/**
 * A thread-local that is set around the chain and not always taken back: the thread takes it to its
 * next request, which belongs to somebody else.
 */
@BugPattern(
    summary =
        "A thread-local is set around the chain and not removed in a finally block: the thread"
            + " takes it to its next request. Remove it in a finally block around the chain.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/ThreadLocalNotRemoved.md")
public final class ThreadLocalNotRemoved extends Check implements MethodInvocationTreeMatcher {
  private static final String REQUEST =
      "org.springframework.web.context.request.RequestContextHolder";
  private static final String LOCALE = "org.springframework.context.i18n.LocaleContextHolder";

  private static final Matcher<ExpressionTree> SETS =
      anyOf(
          instanceMethod().onDescendantOf("java.lang.ThreadLocal").named("set"),
          staticMethod().onClass(REQUEST).named("setRequestAttributes"),
          staticMethod().onClass(LOCALE).namedAnyOf("setLocale", "setLocaleContext"));

  private static final Matcher<ExpressionTree> TAKES_BACK =
      anyOf(
          SETS,
          instanceMethod().onDescendantOf("java.lang.ThreadLocal").named("remove"),
          staticMethod().onClass(REQUEST).named("resetRequestAttributes"),
          staticMethod().onClass(LOCALE).named("resetLocaleContext"));

  /** For Error Prone. */
  public ThreadLocalNotRemoved() {}

  @Override
  public Description matchMethodInvocation(MethodInvocationTree set, VisitorState state) {
    return guarded(
        set,
        state,
        () ->
            SETS.matches(set, state)
                    && !setsNull(set)
                    && CleanupCode.tryOfFinally(state.getPath()) == null
                    && TakenBack.isAroundChain(state.getPath(), state)
                    && !new TakenBack(call -> takesBack(set, call, state), state)
                        .isFor(state.getPath())
                ? buildDescription(set)
                    .setMessage(
                        state.getSourceForNode(set)
                            + " is not taken back in a finally block: the thread takes it to its"
                            + " next request. Remove it in a finally block around the chain.")
                    .build()
                : Description.NO_MATCH);
  }

  private static boolean takesBack(
      MethodInvocationTree set, ExpressionTree call, VisitorState state) {
    if (!TAKES_BACK.matches(call, state) || call == set) {
      return false;
    }
    Symbol one = FileCode.symbolOf(ASTHelpers.getReceiver(set));
    Symbol other = FileCode.symbolOf(ASTHelpers.getReceiver(call));
    return one == null || other == null || one == other;
  }

  private static boolean setsNull(MethodInvocationTree set) {
    return !set.getArguments().isEmpty()
        && set.getArguments().get(0).getKind() == Tree.Kind.NULL_LITERAL;
  }
}
