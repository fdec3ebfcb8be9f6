package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.TryTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Type;

/**
 * A filter that catches what the chain throws and only logs it: the client reads 200 and an empty
 * or torn body, and no one behind the filter can answer the error.
 */
@BugPattern(
    summary =
        "What the chain throws is caught and only logged: the client reads 200. Rethrow it, or"
            + " answer it with sendError().",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/FilterSwallowsException.md")
public final class FilterSwallowsException extends Check implements TryTreeMatcher {
  private static final Supplier<Type> IO = Suppliers.typeFromString("java.io.IOException");

  /** For Error Prone. */
  public FilterSwallowsException() {}

  @Override
  public Description matchTry(TryTree attempt, VisitorState state) {
    return guarded(
        attempt,
        state,
        () -> {
          MethodInvocationTree chainCall =
              attempt.getCatches().isEmpty() ? null : UncaughtChain.unhandledIn(attempt, state);
          if (chainCall != null) {
            for (CatchTree caught : attempt.getCatches()) {
              if (!isSuppressed(caught.getParameter(), state)
                  && takesFromChain(caught, state)
                  && SwallowingCatch.only(caught, state)
                  && !isSeenToLater(attempt, caught, state)) {
                state.reportMatch(
                    buildDescription(caught).setMessage(message(chainCall, caught, state)).build());
              }
            }
          }
          return Description.NO_MATCH;
        });
  }

  /**
   * Returns whether the catch takes what the chain throws. A subclass of IOException says that the
   * client is gone, and another checked exception comes from elsewhere.
   */
  private static boolean takesFromChain(CatchTree caught, VisitorState state) {
    return UncaughtChain.typesOf(caught).stream()
        .anyMatch(
            type ->
                type != null
                    && (ASTHelpers.isSameType(type, IO.get(state), state)
                        || ASTHelpers.isSubtype(IO.get(state), type, state)
                        || ServletCode.isServletException(type, state)
                        || ASTHelpers.isSubtype(type, state.getSymtab().runtimeExceptionType, state)
                        || ASTHelpers.isSameType(type, state.getSymtab().errorType, state)));
  }

  /** Returns whether the method answers or throws after the catch, or runs the chain again. */
  private static boolean isSeenToLater(TryTree attempt, CatchTree caught, VisitorState state) {
    int end = state.getEndPosition(caught);
    TreePath member = AfterChain.memberAround(state.getPath());
    boolean sets = SwallowingCatch.setsVariable(caught);
    return Places.first(
            member,
            place ->
                ASTHelpers.getStartPosition(place.getLeaf()) > end
                    && !attempt.getCatches().contains(place.getLeaf())
                    && !isInCatch(place, attempt)
                    && SwallowingCatch.answers(place.getLeaf(), sets, state))
        != null;
  }

  private static boolean isInCatch(TreePath place, TryTree attempt) {
    for (TreePath at = place; at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof CatchTree other && attempt.getCatches().contains(other)) {
        return true;
      }
    }
    return false;
  }

  private static String message(
      MethodInvocationTree chainCall, CatchTree caught, VisitorState state) {
    return "What the chain (line "
        + FileCode.lineOf(chainCall, state)
        + ") throws is caught as '"
        + caught.getParameter().getName()
        + "' and only logged: the client reads 200. Rethrow it, or answer it with sendError().";
  }
}
