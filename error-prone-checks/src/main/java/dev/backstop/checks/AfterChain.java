package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.Reachability;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The code that runs once a call of the chain has returned, in the same method: what follows it,
 * and the finally blocks around it. What catches its exceptions is not among it.
 */
final class AfterChain {
  /**
   * A statement, or a finally block, that runs after the chain.
   *
   * @param chainCall the call that it comes after
   * @param inFinally whether it runs too when the chain throws
   */
  record Region(TreePath path, MethodInvocationTree chainCall, boolean inFinally) {}

  private AfterChain() {}

  /** Returns what runs after a call of the chain, in the order of running. */
  static List<Region> of(TreePath chainCall, VisitorState state) {
    MethodInvocationTree call = (MethodInvocationTree) chainCall.getLeaf();
    List<Region> after = new ArrayList<>();
    Tree below = call;
    boolean goesOn = true; // false where the rest is left by a return or a throw
    boolean jumps = false; // by a break or a continue, to behind the statement around
    for (TreePath at = chainCall.getParentPath(); at != null; at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if (tree instanceof MethodTree
          || tree instanceof ClassTree
          || (tree instanceof LambdaExpressionTree && LaterCode.isLater(at, state))) {
        break;
      }
      if (tree instanceof LambdaExpressionTree) {
        goesOn = true;
      } else if (tree instanceof TryTree attempt) {
        if (attempt.getFinallyBlock() != null && attempt.getFinallyBlock() != below) {
          after.add(new Region(new TreePath(at, attempt.getFinallyBlock()), call, true));
        }
      } else if (goesOn) {
        StatementTree last = addFollowing(at, below, call, after);
        goesOn = last == null;
        jumps |= last instanceof BreakTree || last instanceof ContinueTree;
      } else if (jumps && isLeftByJumps(tree)) {
        goesOn = true;
        jumps = false;
      }
      below = tree;
    }
    return after;
  }

  /** Returns the place's region, one in a finally block before another; or null. */
  static @Nullable Region around(TreePath place, VisitorState state) {
    Region found = null;
    for (TreePath call : chainCalls(memberAround(place), state)) {
      for (Region region : of(call, state)) {
        if (isIn(place, region, state) && (found == null || region.inFinally())) {
          found = region;
        }
      }
    }
    return found;
  }

  /** Returns the calls of the chain in a piece of code, not those in classes within it. */
  static List<TreePath> chainCalls(TreePath code, VisitorState state) {
    List<TreePath> calls = new ArrayList<>();
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        if (ServletCode.isChainCall(call, state)) {
          calls.add(getCurrentPath());
        }
        return super.visitMethodInvocation(call, null);
      }

      @Override
      public Void visitClass(ClassTree type, Void unused) {
        return type == code.getLeaf() ? super.visitClass(type, null) : null;
      }
    }.scan(code, null);
    return calls;
  }

  /** Returns the method around the place, or the field or initializer of the class. */
  static TreePath memberAround(TreePath place) {
    TreePath at = place;
    while (at.getParentPath() != null
        && !(at.getLeaf() instanceof MethodTree)
        && !(at.getParentPath().getLeaf() instanceof ClassTree)) {
      at = at.getParentPath();
    }
    return at;
  }

  /** Returns whether the place runs with the region, and not at another time. */
  static boolean isIn(TreePath place, Region region, VisitorState state) {
    for (TreePath at = place; at != null; at = at.getParentPath()) {
      if (at.getLeaf() == region.path().getLeaf()) {
        return true;
      }
      if (at.getLeaf() instanceof ClassTree
          || (at.getLeaf() instanceof LambdaExpressionTree && LaterCode.isLater(at, state))) {
        return false;
      }
    }
    return false;
  }

  /** Adds what follows, and returns the statement after which nothing does, or null. */
  private static @Nullable StatementTree addFollowing(
      TreePath block, Tree below, MethodInvocationTree call, List<Region> after) {
    boolean follows = false;
    for (StatementTree statement : statementsOf(block.getLeaf())) {
      if (follows) {
        after.add(new Region(new TreePath(block, statement), call, false));
        if (!Reachability.canCompleteNormally(statement)) {
          return statement;
        }
      }
      follows |= statement == below;
    }
    return null;
  }

  private static List<? extends StatementTree> statementsOf(Tree tree) {
    if (tree instanceof BlockTree block) {
      return block.getStatements();
    }
    return tree instanceof CaseTree theCase && theCase.getStatements() != null
        ? theCase.getStatements()
        : List.of();
  }

  private static boolean isLeftByJumps(Tree tree) {
    return switch (tree.getKind()) {
      case SWITCH, FOR_LOOP, ENHANCED_FOR_LOOP, WHILE_LOOP, DO_WHILE_LOOP, LABELED_STATEMENT ->
          true;
      default -> false;
    };
  }
}
