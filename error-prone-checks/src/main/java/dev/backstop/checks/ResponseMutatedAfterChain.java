package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MemberReferenceTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.backstop.checks.ResponseMutation.Where;

/**
 * A filter that sets the status or a header after the chain: small answers are still in the buffer
 * then, so it works until an answer is larger than that, or flushed.
 */
@BugPattern(
    summary =
        "The response is changed after the chain: an answer that is flushed, or larger than the"
            + " buffer, has left without it. Set it before the chain, in Watch.beforeCommit, or"
            + " give the chain a response that holds the answer back.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/ResponseMutatedAfterChain.md")
public final class ResponseMutatedAfterChain extends Check
    implements MethodInvocationTreeMatcher, MemberReferenceTreeMatcher {
  /** For Error Prone. */
  public ResponseMutatedAfterChain() {}

  @Override
  public Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
    return guarded(call, state, () -> match(call, state));
  }

  @Override
  public Description matchMemberReference(MemberReferenceTree reference, VisitorState state) {
    return guarded(reference, state, () -> match(reference, state));
  }

  private Description match(ExpressionTree change, VisitorState state) {
    ResponseMutation mutation = ResponseMutation.at(state.getPath(), state);
    return mutation == null || mutation.where() != Where.AFTER_CHAIN
        ? Description.NO_MATCH
        : buildDescription(change).setMessage(message(mutation)).build();
  }

  private static String message(ResponseMutation mutation) {
    return mutation.what()
        + " changes the response after the chain (line "
        + mutation.line()
        + "): an answer that is flushed, or larger than the buffer, has left without it. Set it"
        + " before the chain, in Watch.beforeCommit, or give the chain a response that holds the"
        + " answer back.";
  }
}
