package dev.backstop.checks;

import static com.google.errorprone.matchers.Matchers.anyOf;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a response is asked and told: its status, whether it is committed, what changes it. */
final class ResponseCalls {
  /** Also those of an application's own response that notes what passes: getStatusCode(). */
  private static final Pattern STATUS = Pattern.compile("(get)?[A-Za-z]*[sS]tatus(Code)?");

  private static final Matcher<ExpressionTree> COMMITTED =
      ServletCode.methods("ServletResponse", "isCommitted");

  private static final Matcher<ExpressionTree> MUTATION =
      anyOf(
          ServletCode.methods(
              "ServletResponse",
              "reset",
              "resetBuffer",
              "setContentType",
              "setContentLength",
              "setContentLengthLong",
              "setCharacterEncoding",
              "setLocale"),
          ServletCode.methods(
              "http.HttpServletResponse",
              "setStatus",
              "sendError",
              "sendRedirect",
              "setHeader",
              "addHeader",
              "setDateHeader",
              "addDateHeader",
              "setIntHeader",
              "addIntHeader",
              "addCookie"));

  private ResponseCalls() {}

  /** Returns the response whose status is read, by a call or a method reference; or null. */
  static @Nullable ExpressionTree responseOfStatusRead(Tree tree, VisitorState state) {
    ExpressionTree response = null;
    MethodSymbol method = null;
    if (tree instanceof MethodInvocationTree call && call.getArguments().isEmpty()) {
      response = ASTHelpers.getReceiver(call);
      method = ASTHelpers.getSymbol(call);
    } else if (tree instanceof MemberReferenceTree reference) {
      response = reference.getQualifierExpression();
      method = ASTHelpers.getSymbol(reference);
    }
    return response != null
            && method != null
            && !method.isStatic()
            && STATUS.matcher(method.getSimpleName()).matches()
            && ServletCode.isResponse(ASTHelpers.getType(response), state)
        ? response
        : null;
  }

  /** Returns whether the call changes the status or the headers, or throws away what there is. */
  static boolean isMutation(ExpressionTree call, VisitorState state) {
    return MUTATION.matches(call, state);
  }

  /** Returns whether a response is asked there whether it is committed. */
  static boolean asksIsCommitted(Tree tree, VisitorState state) {
    return Boolean.TRUE.equals(
        new TreeScanner<Boolean, Void>() {
          @Override
          public Boolean visitMethodInvocation(MethodInvocationTree call, Void unused) {
            return COMMITTED.matches(call, state)
                || Boolean.TRUE.equals(super.visitMethodInvocation(call, null));
          }

          @Override
          public Boolean reduce(Boolean one, Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
          }
        }.scan(tree, null));
  }
}
