package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The returns of a body, and the jumps out of its handlers. The graph does not have those without a
 * value: they are found here.
 */
final class Returns extends TreeScanner<Void, CatchTree> {
  private static final Pattern NOTHING = Pattern.compile("([\\s(){};]+|//.*|/\\*[\\s\\S]*?\\*/)*+");

  private final Uses uses;
  private final VisitorState state;
  private final List<ReturnTree> bare = new ArrayList<>();
  private final Set<Tree> handling = new HashSet<>();
  private final Map<Tree, Tree> jumps = new HashMap<>();
  private boolean inLoop;

  Returns(Tree body, Uses uses, VisitorState state) {
    this.uses = uses;
    this.state = state;
    if (body instanceof LambdaExpressionTree lambda) {
      scan(lambda.getBody(), null);
    } else {
      scan(body, null);
    }
  }

  /**
   * Returns the jump out of a handler that comes next when a place has been evaluated; null where
   * none does.
   */
  @Nullable Tree handledBehind(@Nullable Tree place) {
    return place == null ? null : jumps.get(place);
  }

  /**
   * Returns whether it is the return of a handler whose try block leaves the end to what follows:
   * there the code has thought of the exception, and forgotten the end.
   */
  boolean isHandling(@Nullable Tree tree) {
    return handling.contains(tree);
  }

  /** Returns the return without a value that comes right behind a place; null where none does. */
  @Nullable ReturnTree after(@Nullable Tree place) {
    CharSequence source = state.getSourceCode();
    int end = place == null ? -1 : state.getEndPosition(place);
    if (source == null || end < 0) {
      return null;
    }
    for (ReturnTree candidate : bare) {
      int start = ASTHelpers.getStartPosition(candidate);
      if (start >= end && NOTHING.matcher(source.subSequence(end, start)).matches()) {
        return candidate;
      }
    }
    return null;
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree tree, @Nullable CatchTree handler) {
    if (tree.getExpression() == null) {
      bare.add(tree);
    }
    if (handler != null) {
      handling.add(tree);
    }
    return super.visitReturn(tree, handler);
  }

  @Override
  public @Nullable Void visitTry(TryTree attempt, @Nullable CatchTree handler) {
    boolean leavesEnd = !ends(attempt.getBlock());
    scan(attempt.getResources(), handler);
    scan(attempt.getBlock(), handler);
    boolean around = inLoop;
    for (CatchTree own : attempt.getCatches()) {
      inLoop = !leavesEnd && around;
      scan(own, leavesEnd ? own : handler);
    }
    inLoop = around;
    return scan(attempt.getFinallyBlock(), handler);
  }

  @Override
  public @Nullable Void visitCatch(CatchTree clause, @Nullable CatchTree handler) {
    if (handler == clause) {
      noteJump(clause.getParameter(), clause.getBlock().getStatements(), 0);
    }
    return super.visitCatch(clause, handler);
  }

  @Override
  public @Nullable Void visitBlock(BlockTree block, @Nullable CatchTree handler) {
    List<? extends StatementTree> statements = block.getStatements();
    for (int i = 1; handler != null && i < statements.size(); i++) {
      StatementTree before = statements.get(i - 1);
      noteJump(
          before instanceof ExpressionStatementTree only ? only.getExpression() : before,
          statements,
          i);
    }
    return super.visitBlock(block, handler);
  }

  private void noteJump(Tree before, List<? extends StatementTree> statements, int next) {
    if (next < statements.size()) {
      StatementTree jump = statements.get(next);
      boolean leavesLoop = jump instanceof BreakTree || jump instanceof ContinueTree;
      if ((leavesLoop && !inLoop)
          || (jump instanceof ReturnTree end && end.getExpression() == null)) {
        jumps.put(before, jump);
        handling.add(jump);
      }
    }
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, @Nullable CatchTree handler) {
    boolean around = inLoop;
    inLoop |=
        tree instanceof WhileLoopTree
            || tree instanceof DoWhileLoopTree
            || tree instanceof ForLoopTree
            || tree instanceof EnhancedForLoopTree
            || tree instanceof SwitchTree;
    super.scan(tree, handler);
    inLoop = around;
    return null;
  }

  @Override
  public @Nullable Void visitLambdaExpression(
      LambdaExpressionTree lambda, @Nullable CatchTree handler) {
    return null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable CatchTree handler) {
    return null;
  }

  private boolean ends(Tree block) {
    boolean[] ends = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, Void unused) {
        ends[0] |= uses.at(tree) == Fate.ENDED;
        return super.scan(tree, null);
      }
    }.scan(block, null);
    return ends[0];
  }
}
