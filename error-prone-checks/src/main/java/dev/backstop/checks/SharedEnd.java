package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreeScanner;
import org.jspecify.annotations.Nullable;

/**
 * An end in a finally block that is asked for each time: {@code if (!isListenerAware())
 * observation.stop()}. Where the object says that another ends it, and what runs in between finds
 * it as the current one, the duty is shared, and neither path is a leak.
 */
final class SharedEnd extends TreeScanner<Void, Boolean> {
  private final Tree body;
  private final Uses uses;
  private final VisitorState state;
  private boolean inFinally;
  private boolean askedFor;
  private boolean other;
  private boolean madeCurrent;

  SharedEnd(Tree body, Uses uses, VisitorState state) {
    this.body = body;
    this.uses = uses;
    this.state = state;
  }

  /** Returns whether each end of the body is such a one. */
  boolean isShared() {
    scan(body, false);
    return askedFor && !other && madeCurrent;
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, Boolean asked) {
    if (uses.at(tree) == Fate.ENDED) {
      askedFor |= asked && inFinally;
      other |= !asked || !inFinally;
    }
    return super.scan(tree, asked);
  }

  @Override
  public @Nullable Void visitTry(TryTree attempt, Boolean asked) {
    scan(attempt.getResources(), asked);
    scan(attempt.getBlock(), asked);
    scan(attempt.getCatches(), asked);
    boolean around = inFinally;
    inFinally = true;
    scan(attempt.getFinallyBlock(), asked);
    inFinally = around;
    return null;
  }

  @Override
  public @Nullable Void visitIf(IfTree choice, Boolean asked) {
    scan(choice.getCondition(), asked);
    scan(choice.getThenStatement(), asked || asksThis(choice.getCondition()));
    return scan(choice.getElseStatement(), asked);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Boolean asked) {
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    madeCurrent |=
        Protocol.startedBy(call, state) == Protocol.SCOPE
            && (isIt(receiver) || call.getArguments().stream().anyMatch(this::isIt));
    return super.visitMethodInvocation(call, asked);
  }

  private boolean isIt(@Nullable Tree tree) {
    return tree instanceof IdentifierTree && uses.variables().contains(ASTHelpers.getSymbol(tree));
  }

  /** Returns whether the condition is a question to this object, about nothing of the method's. */
  private static boolean asksThis(ExpressionTree condition) {
    ExpressionTree bare = ASTHelpers.stripParentheses(condition);
    if (bare instanceof UnaryTree not && not.getKind() == Tree.Kind.LOGICAL_COMPLEMENT) {
      return asksThis(not.getExpression());
    }
    return bare instanceof MethodInvocationTree call
        && call.getArguments().isEmpty()
        && isOnThis(call.getMethodSelect());
  }

  private static boolean isOnThis(ExpressionTree method) {
    return method instanceof IdentifierTree
        || (method instanceof MemberSelectTree member
            && member.getExpression().toString().matches("(\\w+\\.)?this"));
  }
}
