package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was set on a thread is taken back in a finally block, whichever way the code leaves:
 * in the method that sets it, or in the methods of the file that call that one.
 */
final class TakenBack {
  private static final int MAX_CALLS = 3;

  private final Predicate<ExpressionTree> undo;
  private final VisitorState state;
  private final Set<Tree> seen = new HashSet<>();

  /**
   * Makes the question.
   *
   * @param undo what takes it back
   */
  TakenBack(Predicate<ExpressionTree> undo, VisitorState state) {
    this.undo = undo;
    this.state = state;
  }

  /** Returns whether what is set at a place is taken back. */
  boolean isFor(TreePath put) {
    Tree unit = unitAround(put);
    TryTree inFinally = CleanupCode.tryOfFinally(put);
    if (unit == null || !seen.add(put.getLeaf())) {
      return true;
    }
    if (inFinally != null && undoesAfter(inFinally.getFinallyBlock(), put.getLeaf())) {
      return true;
    }
    if (attemptsIn(unit).stream().anyMatch(attempt -> covers(attempt, put.getLeaf(), unit))) {
      return true;
    }
    if (!(unit instanceof MethodTree method) || callsChain(unit, state)) {
      return false;
    }
    List<TreePath> callers = FileCode.callsOf(FileCode.symbolOf(method), state);
    return callers.isEmpty()
        ? undoes(state.getPath().getCompilationUnit(), MAX_CALLS)
        : callers.stream().allMatch(this::isFor);
  }

  /** Returns whether a method, or a method of the file that calls it, runs the chain. */
  static boolean isAroundChain(TreePath place, VisitorState state) {
    return isAroundChain(place, state, new HashSet<>());
  }

  private static boolean isAroundChain(TreePath place, VisitorState state, Set<Tree> seen) {
    List<MethodTree> methods = FileCode.methodsAround(place);
    TreePath member = AfterChain.memberAround(place);
    if (!(member.getLeaf() instanceof MethodTree)) {
      return callsChain(member.getLeaf(), state);
    }
    return methods.stream()
        .filter(seen::add)
        .anyMatch(
            method ->
                callsChain(method, state)
                    || FileCode.callsOf(FileCode.symbolOf(method), state).stream()
                        .anyMatch(caller -> isAroundChain(caller, state, seen)));
  }

  /** Returns whether the chain is run there. */
  static boolean callsChain(Tree tree, VisitorState state) {
    return FileCode.callsIn(tree).stream().anyMatch(call -> isChainCall(call, state));
  }

  private static boolean isChainCall(ExpressionTree call, VisitorState state) {
    return call instanceof MethodInvocationTree invocation
        && ServletCode.isChainCall(invocation, state);
  }

  /** Returns the method around a place, or the task or the cleanup, which runs at another time. */
  private @Nullable Tree unitAround(TreePath place) {
    for (TreePath at = place; at != null; at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if (tree instanceof MethodTree
          || (tree instanceof LambdaExpressionTree lambda
              && (isTask(at)
                  || LaterCode.isFilter(lambda, state)
                  || CleanupCode.isCleanup(lambda, at, state)))) {
        return tree;
      }
    }
    return null;
  }

  private boolean isTask(TreePath lambda) {
    return lambda.getParentPath().getLeaf() instanceof ExpressionTree call
        && AsyncTasks.takesTask(call, state);
  }

  private boolean covers(TryTree attempt, Tree put, Tree unit) {
    if (!undoes(attempt.getFinallyBlock(), MAX_CALLS)) {
      return false;
    }
    return (FileCode.contains(attempt, put, state)
            && !FileCode.contains(attempt.getFinallyBlock(), put, state))
        || (FileCode.isAfter(attempt, put, state) && reaches(attempt, put, unit));
  }

  /** Returns whether nothing leaves between, and the chain is not called there. */
  private boolean reaches(TryTree attempt, Tree put, Tree unit) {
    boolean[] leaves = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public Void scan(@Nullable Tree tree, Void unused) {
        if (tree instanceof ClassTree || (tree instanceof LambdaExpressionTree && tree != unit)) {
          return null;
        }
        boolean ends =
            tree instanceof ReturnTree
                || tree instanceof ThrowTree
                || (tree instanceof ExpressionTree call && isChainCall(call, state));
        leaves[0] |=
            ends
                && tree != null
                && FileCode.isAfter(tree, put, state)
                && FileCode.isAfter(attempt, tree, state)
                && !isOtherBranch(unit, put, tree);
        return super.scan(tree, null);
      }
    }.scan(unit, null);
    return !leaves[0];
  }

  private boolean isOtherBranch(Tree unit, Tree put, Tree exit) {
    boolean[] found = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitIf(IfTree choice, Void unused) {
        found[0] |=
            FileCode.contains(choice.getThenStatement(), put, state)
                && FileCode.contains(choice.getElseStatement(), exit, state);
        return super.visitIf(choice, null);
      }
    }.scan(unit, null);
    return found[0];
  }

  private static List<TryTree> attemptsIn(Tree unit) {
    List<TryTree> attempts = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitTry(TryTree attempt, Void unused) {
        if (attempt.getFinallyBlock() != null) {
          attempts.add(attempt);
        }
        return super.visitTry(attempt, null);
      }
    }.scan(unit, null);
    return attempts;
  }

  private boolean undoesAfter(BlockTree block, Tree put) {
    return FileCode.callsIn(block).stream()
        .anyMatch(call -> FileCode.isAfter(call, put, state) && undo.test(call));
  }

  /** Returns whether code takes it back, itself or by a method of the file that it calls. */
  private boolean undoes(@Nullable Tree code, int calls) {
    return FileCode.callsIn(code).stream()
        .anyMatch(
            call ->
                undo.test(call)
                    || (calls > 0
                        && FileCode.declarationOf(FileCode.symbolOf(call), state)
                            instanceof MethodTree method
                        && undoes(method.getBody(), calls - 1)));
  }
}
