package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import org.jspecify.annotations.Nullable;

/**
 * A change of the response at a time when the client may have it.
 *
 * @param where how late it is
 * @param what the call, or the call in the helper that is called there
 * @param line of the chain's call; 0 in a cleanup
 */
record ResponseMutation(Where where, String what, long line) {
  enum Where {
    CLEANUP,
    FINALLY,
    AFTER_CHAIN
  }

  /**
   * Returns what the place changes too late, itself or through a method of the file; null where it
   * changes nothing, in time, a response that is held back, or after a look at isCommitted().
   */
  static @Nullable ResponseMutation at(TreePath place, VisitorState state) {
    if (place.getLeaf() instanceof MemberReferenceTree reference) {
      return ResponseCalls.isMutation(reference, state) && !LaterCode.isLater(place, state)
          ? of(place, reference.getQualifierExpression(), reference.getName() + "()", state)
          : null;
    }
    MethodInvocationTree call = (MethodInvocationTree) place.getLeaf();
    if (ResponseCalls.isMutation(call, state)) {
      return of(place, ASTHelpers.getReceiver(call), name(call), state);
    }
    CalledMethod called =
        ServletCode.isChainCall(call, state) ? null : CalledMethod.by(call, state);
    if (called == null || ResponseCalls.asksIsCommitted(called.path().getLeaf(), state)) {
      return null;
    }
    TreePath inner =
        called.first(
            at ->
                at.getLeaf() instanceof MethodInvocationTree change
                    && ResponseCalls.isMutation(change, state)
                    && called.isGiven(ASTHelpers.getReceiver(change)),
            state);
    if (inner == null) {
      return null;
    }
    MethodInvocationTree change = (MethodInvocationTree) inner.getLeaf();
    return of(place, called.argumentFor(ASTHelpers.getReceiver(change)), name(change), state);
  }

  private static @Nullable ResponseMutation of(
      TreePath place, @Nullable ExpressionTree response, String what, VisitorState state) {
    Tree cleanup = CleanupCode.cleanupAround(place, state);
    if (cleanup != null) {
      return ResponseCalls.asksIsCommitted(cleanup, state)
          ? null
          : new ResponseMutation(Where.CLEANUP, what, 0);
    }
    TreePath member = AfterChain.memberAround(place);
    AfterChain.Region region = AfterChain.around(place, state);
    if (region == null
        || ResponseCalls.asksIsCommitted(member.getLeaf(), state)
        || !ChainResponse.isWrittenThrough(response, region.chainCall(), place, state)) {
      return null;
    }
    return new ResponseMutation(
        region.inFinally() ? Where.FINALLY : Where.AFTER_CHAIN,
        what,
        FileCode.lineOf(region.chainCall(), state));
  }

  private static String name(MethodInvocationTree call) {
    MethodSymbol method = ASTHelpers.getSymbol(call);
    return method == null ? call.toString() : method.getSimpleName() + "()";
  }
}
