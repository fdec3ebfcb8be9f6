package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.fixes.SuggestedFixes;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fix that gives a cleanup the value of the time when it is registered. */
final class BindNow {
  private BindNow() {}

  /** Returns the fix; empty where the cleanup reads more than one thing, or is no statement's. */
  static Optional<SuggestedFix> fix(
      LambdaExpressionTree lambda, List<ExpressionTree> reads, VisitorState state) {
    String source = state.getSourceForNode(reads.get(0));
    Type type = ASTHelpers.getType(reads.get(0));
    StatementTree statement = statementAround(state);
    if (source == null
        || type == null
        || statement == null
        || !reads.stream().allMatch(read -> source.equals(state.getSourceForNode(read)))
        || !reads.stream().allMatch(read -> FileCode.contains(lambda, read, state))) {
      return Optional.empty();
    }
    String name = FreshName.of("bound " + source.replaceAll("\\W.*", ""), Set.of(), state);
    SuggestedFix.Builder fix = SuggestedFix.builder();
    reads.forEach(read -> fix.replace(read, name));
    if (type.isPrimitive() && isPlainRegistration(lambda, statement, state)) {
      VariableTree outcome = lambda.getParameters().get(0);
      fix.prefixWith(lambda, source + ", ");
      fix.replace(ASTHelpers.getStartPosition(outcome), state.getEndPosition(outcome), name);
    } else {
      fix.prefixWith(
          statement,
          SuggestedFixes.qualifyType(state, fix, type)
              + (" " + name + " = " + source + ";\n")
              + Indent.of(statement, state));
    }
    return Optional.of(fix.build());
  }

  /** Returns whether the call is {@code register(name, outcome -> ...)} and asks no outcome. */
  private static boolean isPlainRegistration(
      LambdaExpressionTree lambda, StatementTree statement, VisitorState state) {
    return state.getPath().getParentPath().getLeaf() instanceof MethodInvocationTree call
        && FileCode.methodName(call).equals("register")
        && call.getArguments().size() == 2
        && statement instanceof ExpressionStatementTree whole
        && whole.getExpression() == call
        && lambda.getParameters().size() == 1
        && ASTHelpers.hasImplicitType(lambda.getParameters().get(0), state)
        && !asks(lambda);
  }

  private static boolean asks(LambdaExpressionTree lambda) {
    Symbol outcome = FileCode.symbolOf(lambda.getParameters().get(0));
    boolean[] found = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public Void scan(@Nullable Tree tree, Void unused) {
        found[0] |= tree instanceof ExpressionTree && FileCode.symbolOf(tree) == outcome;
        return super.scan(tree, null);
      }
    }.scan(lambda.getBody(), null);
    return found[0];
  }

  private static @Nullable StatementTree statementAround(VisitorState state) {
    for (TreePath at = state.getPath().getParentPath(); at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof StatementTree statement) {
        return at.getParentPath().getLeaf() instanceof BlockTree ? statement : null;
      }
      if (at.getLeaf() instanceof LambdaExpressionTree) {
        return null;
      }
    }
    return null;
  }
}
