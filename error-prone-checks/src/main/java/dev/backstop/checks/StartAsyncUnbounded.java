package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.SUGGESTION;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request that is made asynchronous with no limit of its own and no listener: when its worker
 * dies, the container's default decides, or nobody does. Servlet 6.1, section 2.3.3.3.
 */
@BugPattern(
    summary =
        "startAsync() without setTimeout() and addListener(): if the worker dies, the exchange"
            + " hangs until the container's default timeout, and nobody is told."
            + " Set a timeout and add a listener.",
    severity = SUGGESTION,
    linkType = CUSTOM,
    link = "docs/checks/StartAsyncUnbounded.md")
public final class StartAsyncUnbounded extends Check implements MethodInvocationTreeMatcher {
  private static final Matcher<ExpressionTree> START =
      ServletCode.methods("ServletRequest", "startAsync");
  private static final Matcher<ExpressionTree> TIMEOUT =
      ServletCode.methods("AsyncContext", "setTimeout");
  private static final Matcher<ExpressionTree> LISTENER =
      ServletCode.methods("AsyncContext", "addListener");

  /** A container makes requests asynchronous for others, who bound them. */
  private static final Pattern CONTAINER =
      Pattern.compile(
          "(org\\.apache\\.(catalina|coyote|tomcat)|org\\.eclipse\\.jetty|io\\.undertow"
              + "|org\\.glassfish\\.(grizzly|tyrus)|com\\.ibm\\.ws|weblogic|com\\.caucho)\\..*");

  private static final Pattern TEST_FILE =
      Pattern.compile(".*(/src/[A-Za-z]*[tT]est[A-Za-z]*/java/|(Tests?|IT|TestCase)\\.java$).*");

  /** For Error Prone. */
  public StartAsyncUnbounded() {}

  @Override
  public Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
    return guarded(
        call,
        state,
        () ->
            START.matches(call, state)
                    && !isPassedOn(call, state)
                    && !isTestOrContainer(state)
                    && !isBounded(state)
                ? describeMatch(call)
                : Description.NO_MATCH);
  }

  /** Returns whether the caller gets the context: from a wrapper of the request, or a method. */
  private static boolean isPassedOn(MethodInvocationTree call, VisitorState state) {
    MethodTree method = state.findEnclosing(MethodTree.class);
    Tree parent = state.getPath().getParentPath().getLeaf();
    return (method != null && method.getName().contentEquals("startAsync"))
        || parent instanceof ReturnTree
        || (parent instanceof LambdaExpressionTree lambda
            && lambda.getBody() == call
            && LaterCode.isLater(state.getPath().getParentPath(), state));
  }

  private static boolean isTestOrContainer(VisitorState state) {
    ExpressionTree name = state.getPath().getCompilationUnit().getPackageName();
    return state.errorProneOptions().isTestOnlyTarget()
        || ASTHelpers.isJUnitTestCode(state)
        || ASTHelpers.isTestNgTestCode(state)
        || TEST_FILE
            .matcher(state.getPath().getCompilationUnit().getSourceFile().getName())
            .matches()
        || (name != null && CONTAINER.matcher(state.getSourceForNode(name) + ".").matches());
  }

  /**
   * Returns whether the file bounds it: by the local variable that it is kept in, or where that is
   * handed on, anywhere.
   */
  private static boolean isBounded(VisitorState state) {
    TreePath file = new TreePath(state.getPath().getCompilationUnit());
    Symbol local = localKeptIn(state.getPath());
    TreePath member = AfterChain.memberAround(state.getPath());
    Symbol asked = local != null && !isHandedOn(local, member, state) ? local : null;
    return calls(TIMEOUT, asked, file, state) && calls(LISTENER, asked, file, state);
  }

  private static @Nullable Symbol localKeptIn(TreePath call) {
    return call.getParentPath().getLeaf() instanceof VariableTree variable
            && AfterChain.memberAround(call).getLeaf() != variable
        ? ASTHelpers.getSymbol(variable)
        : null;
  }

  /** Returns whether the variable is used otherwise than to call its methods. */
  private static boolean isHandedOn(Symbol local, TreePath member, VisitorState state) {
    return Places.first(
            member,
            place ->
                (place.getLeaf() instanceof IdentifierTree name
                        && local.equals(ASTHelpers.getSymbol(name))
                        && !(place.getParentPath().getLeaf() instanceof MemberSelectTree)
                        && !(place.getParentPath().getLeaf() instanceof MemberReferenceTree))
                    || (place.getLeaf() instanceof MethodInvocationTree call
                        && isOtherAccess(call, state)))
        != null;
  }

  /** Returns whether the context is asked of the request again, for all that is known the same. */
  private static boolean isOtherAccess(MethodInvocationTree call, VisitorState state) {
    Symbol method = ASTHelpers.getSymbol(call);
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    return method != null
        && receiver != null
        && method.getSimpleName().contentEquals("getAsyncContext")
        && ServletCode.isRequest(ASTHelpers.getType(receiver), state);
  }

  /** Returns whether it is called, of the variable where one is given. */
  private static boolean calls(
      Matcher<ExpressionTree> wanted, @Nullable Symbol of, TreePath file, VisitorState state) {
    return Places.first(
            file,
            place ->
                place.getLeaf() instanceof MethodInvocationTree call
                    && wanted.matches(call, state)
                    && (of == null || isCallOf(call, of)))
        != null;
  }

  private static boolean isCallOf(MethodInvocationTree call, Symbol variable) {
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    return receiver != null && variable.equals(ChainResponse.variableOf(receiver));
  }
}
