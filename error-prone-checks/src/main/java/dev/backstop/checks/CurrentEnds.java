package dev.backstop.checks;

import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file ends what is current, which it asks for: so what another place of it opens is left
 * open on purpose.
 */
final class CurrentEnds extends TreeScanner<Void, Void> {
  private final @Nullable Tree except;
  private final Flows flows;
  private final Set<Symbol> current = new HashSet<>();
  private boolean found;

  private CurrentEnds(@Nullable Tree except, Flows flows) {
    this.except = except;
    this.flows = flows;
  }

  /** Returns whether the code has such an end, other than in one part of it. */
  static boolean in(Tree code, @Nullable Tree except, Flows flows) {
    CurrentEnds ends = new CurrentEnds(except, flows);
    ends.scan(code, null);
    return ends.found;
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, Void unused) {
    return tree == null || tree == except ? null : super.scan(tree, null);
  }

  @Override
  public @Nullable Void visitVariable(VariableTree variable, Void unused) {
    if (flows.isCurrent(variable.getInitializer())) {
      current.add(ASTHelpers.getSymbol(variable));
    }
    return super.visitVariable(variable, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    found |=
        flows.isEnd(call)
            && (flows.isCurrent(receiver)
                || (receiver != null && current.contains(ASTHelpers.getSymbol(receiver))));
    return super.visitMethodInvocation(call, null);
  }
}
