package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.LambdaExpressionTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.MemberReferenceTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.NewClassTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cleanup that reads what is changed after it was registered: it sees whatever is there at the
 * end of the exchange, and with threads perhaps an old value, not what its author saw.
 */
@BugPattern(
    summary =
        "A cleanup reads what is changed after it was registered: it sees the value of then, not of"
            + " now. Give it the value, as in register(name, value, action), or a final copy; or ask"
            + " the outcome.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/CleanupCapturesMutable.md")
public final class CleanupCapturesMutable extends Check
    implements LambdaExpressionTreeMatcher, MemberReferenceTreeMatcher, NewClassTreeMatcher {
  /** For Error Prone. */
  public CleanupCapturesMutable() {}

  @Override
  public Description matchLambdaExpression(LambdaExpressionTree lambda, VisitorState state) {
    return guarded(
        lambda,
        state,
        () ->
            CleanupCode.isCleanup(lambda, state.getPath(), state)
                ? match(lambda, state)
                : Description.NO_MATCH);
  }

  @Override
  public Description matchMemberReference(MemberReferenceTree reference, VisitorState state) {
    return guarded(
        reference,
        state,
        () ->
            CleanupCode.isCleanup(reference, state.getPath(), state)
                ? match(reference, state)
                : Description.NO_MATCH);
  }

  @Override
  public Description matchNewClass(NewClassTree made, VisitorState state) {
    return guarded(
        made,
        state,
        () ->
            made.getClassBody() != null && CleanupCode.isCleanupType(made.getClassBody(), state)
                ? match(made, state)
                : Description.NO_MATCH);
  }

  private Description match(ExpressionTree cleanup, VisitorState state) {
    List<ExpressionTree> reads =
        Stream.concat(
                Capture.in(cleanup, state).stream()
                    .filter(capture -> LaterWrites.of(capture.variable(), state.getPath(), state)),
                ofOwnMethods(cleanup, state))
            .map(capture -> readOf(capture, state))
            .filter(read -> read != null)
            .<ExpressionTree>map(read -> read)
            .toList();
    if (reads.isEmpty()) {
      return Description.NO_MATCH;
    }
    ExpressionTree read = reads.get(0);
    Description.Builder found =
        buildDescription(cleanup)
            .setMessage(
                "'"
                    + state.getSourceForNode(read)
                    + "' (line "
                    + FileCode.lineOf(read, state)
                    + ") is changed after this cleanup was registered, which sees the value of"
                    + " then. Give it the value, as in register(name, value, action), or a final"
                    + " copy; or ask the outcome.");
    if (cleanup instanceof LambdaExpressionTree lambda) {
      BindNow.fix(lambda, reads, state).ifPresent(found::addFix);
    }
    return found.build();
  }

  /** Returns what methods of the same object read for a cleanup, and its maker then changes. */
  private static Stream<Capture> ofOwnMethods(ExpressionTree cleanup, VisitorState state) {
    return TaskCode.ownMethods(cleanup, state).stream()
        .flatMap(method -> Capture.in(method, state).stream())
        .filter(
            capture ->
                capture.isField()
                    && LaterWrites.byTheSame(capture.variable(), state.getPath(), state));
  }

  /** Returns the read of something that can change; null for all other uses. */
  private static @Nullable ExpressionTree readOf(Capture capture, VisitorState state) {
    TreePath use = TreePath.getPath(state.getPath().getCompilationUnit(), capture.use());
    if (use == null) {
      return null;
    }
    Tree parent = use.getParentPath().getLeaf();
    Tree above = use.getParentPath().getParentPath().getLeaf();
    if (parent instanceof ArrayAccessTree cell && cell.getExpression() == use.getLeaf()) {
      return Assignments.targetOf(above) == cell ? null : cell;
    }
    if (LaterWrites.isAtomic(capture.variable().type)) {
      if (parent instanceof MemberSelectTree) {
        return above instanceof MethodInvocationTree call && LaterWrites.isAtomicRead(call)
            ? call
            : null;
      }
      return capture.isField() ? null : capture.use();
    }
    return capture.isField()
            && !ASTHelpers.isConsideredFinal(capture.variable())
            && Assignments.targetOf(parent) != capture.use()
        ? capture.use()
        : null;
  }
}
