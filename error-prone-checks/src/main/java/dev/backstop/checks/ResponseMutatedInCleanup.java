package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.ERROR;

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
 * A cleanup that sets the status or a header, be it a finally block around the chain or what a
 * registry was given: the response is written by then, and the container drops the change without a
 * word, or throws.
 */
@BugPattern(
    summary =
        "The response is changed in a cleanup, when the client may have it: the change is dropped"
            + " without a word, or throws. Set it before the chain, in Watch.beforeCommit, or ask"
            + " isCommitted().",
    severity = ERROR,
    linkType = CUSTOM,
    link = "docs/checks/ResponseMutatedInCleanup.md")
public final class ResponseMutatedInCleanup extends Check
    implements MethodInvocationTreeMatcher, MemberReferenceTreeMatcher {
  /** For Error Prone. */
  public ResponseMutatedInCleanup() {}

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
    return mutation == null || mutation.where() == Where.AFTER_CHAIN
        ? Description.NO_MATCH
        : buildDescription(change).setMessage(message(mutation)).build();
  }

  private static String message(ResponseMutation mutation) {
    return mutation.what()
        + (mutation.where() == Where.CLEANUP
            ? " changes the response in a cleanup, when the client has it"
            : " changes the response in a finally block around the chain (line "
                + mutation.line()
                + "), when the client may have it")
        + ": it is dropped without a word, or throws. Set it before the chain, in"
        + " Watch.beforeCommit, or ask isCommitted().";
  }
}
