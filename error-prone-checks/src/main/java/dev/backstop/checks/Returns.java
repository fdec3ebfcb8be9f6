package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The returns of a body. The graph does not have those without a value: they are found here. */
final class Returns extends TreeScanner<Void, CatchTree> {
  private static final Pattern NOTHING = Pattern.compile("([\\s(){};]+|//.*|/\\*[\\s\\S]*?\\*/)*+");

  private final Uses uses;
  private final VisitorState state;
  private final List<ReturnTree> bare = new ArrayList<>();
  private final Set<Tree> handling = new HashSet<>();

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
    attempt.getCatches().forEach(own -> scan(own, leavesEnd ? own : handler));
    return scan(attempt.getFinallyBlock(), handler);
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
