package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.CompilationUnitTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter that measures the request when the chain returns, and does not ask whether the request
 * has become asynchronous: then it is not over, the status is not decided, and the time is that of
 * the dispatch alone.
 */
@BugPattern(
    summary =
        "The request is measured when the chain returns, which it does at once when the request"
            + " becomes asynchronous: the time is too short and the status not decided. Register a"
            + " cleanup, or ask isAsyncStarted() and add an AsyncListener.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/FilterIgnoresAsync.md")
public final class FilterIgnoresAsync extends Check implements CompilationUnitTreeMatcher {
  /** For Error Prone. */
  public FilterIgnoresAsync() {}

  @Override
  public Description matchCompilationUnit(CompilationUnitTree file, VisitorState state) {
    return guarded(
        file,
        state,
        () -> {
          if (!AsyncAware.isAware(file)) {
            reportMembers(file, state);
          }
          return Description.NO_MATCH;
        });
  }

  /** Reports the first measure in each method, field or initializer. */
  private void reportMembers(CompilationUnitTree file, VisitorState state) {
    Set<Tree> told = new HashSet<>();
    new SuppressibleTreePathScanner<Void, Void>(state) {
      @Override
      public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        TreePath path = getCurrentPath();
        TreePath measure = ServletCode.isChainCall(call, state) ? measureAfter(path, state) : null;
        if (measure != null && told.add(AfterChain.memberAround(path).getLeaf())) {
          state.reportMatch(
              buildDescription(measure.getLeaf()).setMessage(message(call, file)).build());
        }
        return super.visitMethodInvocation(call, null);
      }
    }.scan(file, null);
  }

  private @Nullable TreePath measureAfter(TreePath chainCall, VisitorState state) {
    TreePath around = measureAround(chainCall, state);
    if (around != null) {
      return around;
    }
    for (AfterChain.Region region : AfterChain.of(chainCall, state)) {
      TreePath found =
          Places.first(
              region.path(),
              place ->
                  isMeasure(place, state)
                      && !isSuppressedAt(place, state)
                      && AfterChain.isIn(place, region, state));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean isMeasure(TreePath place, VisitorState state) {
    if (Measures.isAt(place, state)) {
      return true;
    }
    CalledMethod called =
        place.getLeaf() instanceof MethodInvocationTree call
                && !ServletCode.isChainCall(call, state)
            ? CalledMethod.by(call, argument -> isMeasured(argument, place, state), state)
            : null;
    return called != null && called.first(inner -> Measures.isAt(inner, state), state) != null;
  }

  /** Returns whether a helper that is given this may measure the request with it. */
  private static boolean isMeasured(ExpressionTree argument, TreePath place, VisitorState state) {
    return ServletCode.isResponse(ASTHelpers.getType(argument), state)
        || Measures.isMeter(ASTHelpers.getType(argument))
        || Measures.isSetToClock(argument, place);
  }

  /** Returns what measures the call itself: a timer that is given it, or closed after it. */
  private static @Nullable TreePath measureAround(TreePath chainCall, VisitorState state) {
    Tree below = chainCall.getLeaf();
    for (TreePath at = chainCall; at != null; at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if (tree instanceof MethodTree || tree instanceof ClassTree) {
        return null;
      }
      if (tree instanceof LambdaExpressionTree) {
        MethodInvocationTree call = LaterCode.callGiven(at);
        if (call != null && Measures.isEnd(call)) {
          return at;
        }
        if (LaterCode.isLater(at, state)) {
          return null;
        }
      }
      if (tree instanceof TryTree attempt && attempt.getBlock() == below) {
        for (Tree resource : attempt.getResources()) {
          if (Measures.isMeter(ASTHelpers.getType(resource))) {
            return new TreePath(at, resource);
          }
        }
      }
      below = tree;
    }
    return null;
  }

  private static String message(MethodInvocationTree chainCall, CompilationUnitTree file) {
    return "The request is measured here when the chain returns (line "
        + file.getLineMap().getLineNumber(ASTHelpers.getStartPosition(chainCall))
        + "), which it does at once when the request becomes asynchronous: the time is too short"
        + " and the status not decided. Register a cleanup, or ask isAsyncStarted() and add an"
        + " AsyncListener.";
  }
}
