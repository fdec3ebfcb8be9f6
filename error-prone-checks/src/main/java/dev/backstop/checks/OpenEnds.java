package dev.backstop.checks;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether a block can be left, other than by an exception, without a call that ends something. */
final class OpenEnds {
  private enum At {
    OPEN,
    ENDED,
    LEFT;

    At or(At other) {
      return this == LEFT ? other : other == LEFT ? this : this == OPEN ? OPEN : other;
    }
  }

  private final Predicate<MethodInvocationTree> ends;
  private boolean leftOpen;

  private OpenEnds(Predicate<MethodInvocationTree> ends) {
    this.ends = ends;
  }

  static boolean has(BlockTree block, Predicate<MethodInvocationTree> ends) {
    OpenEnds walk = new OpenEnds(ends);
    return walk.after(block, At.OPEN) == At.OPEN || walk.leftOpen;
  }

  private At after(@Nullable StatementTree statement, At before) {
    if (statement == null) {
      return before;
    }
    if (statement instanceof BlockTree block) {
      return afterAll(block.getStatements(), before);
    }
    if (statement instanceof IfTree choice) {
      At asked = ended(choice.getCondition(), before);
      return after(choice.getThenStatement(), asked).or(after(choice.getElseStatement(), asked));
    }
    if (statement instanceof TryTree attempt) {
      return afterTry(attempt, before);
    }
    if (statement instanceof SwitchTree choice) {
      At after = hasDefault(choice) ? At.LEFT : before;
      for (CaseTree one : choice.getCases()) {
        after = after.or(afterCase(one, before));
      }
      return after;
    }
    if (statement instanceof ReturnTree end) {
      leftOpen |= ended(end.getExpression(), before) == At.OPEN;
      return At.LEFT;
    }
    if (statement instanceof ThrowTree) {
      return At.LEFT;
    }
    if (statement instanceof SynchronizedTree guarded) {
      return after(guarded.getBlock(), before);
    }
    if (statement instanceof LabeledStatementTree labeled) {
      return after(labeled.getStatement(), before);
    }
    if (statement instanceof DoWhileLoopTree loop) {
      return after(loop.getStatement(), before);
    }
    StatementTree body = body(statement);
    if (body != null) {
      after(body, before);
      return before;
    }
    return ended(statement, before);
  }

  private At afterAll(List<? extends StatementTree> statements, At before) {
    At at = before;
    for (StatementTree statement : statements) {
      if (at != At.LEFT) {
        at = after(statement, at);
      }
    }
    return at;
  }

  private At afterTry(TryTree attempt, At before) {
    boolean leftBefore = leftOpen;
    At at = after(attempt.getBlock(), before);
    for (CatchTree clause : attempt.getCatches()) {
      at = at.or(after(clause.getBlock(), before));
    }
    if (ended(attempt.getFinallyBlock(), At.OPEN) == At.ENDED) {
      leftOpen = leftBefore;
      return at == At.LEFT ? At.LEFT : At.ENDED;
    }
    return at;
  }

  private At afterCase(CaseTree one, At before) {
    if (one.getStatements() != null) {
      return afterAll(one.getStatements(), before);
    }
    return one.getBody() instanceof StatementTree body
        ? after(body, before)
        : ended(one.getBody(), before);
  }

  private At ended(@Nullable Tree tree, At before) {
    return before == At.OPEN && Calls.in(tree).stream().anyMatch(ends) ? At.ENDED : before;
  }

  private static boolean hasDefault(SwitchTree choice) {
    return choice.getCases().stream().anyMatch(one -> one.getExpressions().isEmpty());
  }

  private static @Nullable StatementTree body(StatementTree statement) {
    if (statement instanceof WhileLoopTree loop) {
      return loop.getStatement();
    }
    if (statement instanceof ForLoopTree loop) {
      return loop.getStatement();
    }
    return statement instanceof EnhancedForLoopTree loop ? loop.getStatement() : null;
  }
}
