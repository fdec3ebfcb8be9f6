package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ThrowTree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a catch does with what it caught. */
final class CaughtError {
  /** What tells of a value that is not there or not understood, for which there may be another. */
  private static final Pattern ANSWER =
      Pattern.compile(
          ".*(Parse|Format|NotFound|NoSuch|Timeout|Interrupted|IllegalArgument|ClassCast|Syntax"
              + "|Unsupported|Duplicate|Cancellation|Unknown|OutOfBounds)\\w*");

  private static final Pattern EXPECTED =
      Pattern.compile("_|(ignore|expect|unused|swallow)\\w*", Pattern.CASE_INSENSITIVE);

  private final CatchTree clause;
  private final Set<String> recorders;
  private final VisitorState state;
  private final Symbol error;

  CaughtError(CatchTree clause, VisitorState state) {
    this.clause = clause;
    this.recorders = state.errorProneOptions().getFlags().getSetOrEmpty(ErrorNotRecorded.RECORDERS);
    this.state = state;
    this.error = ASTHelpers.getSymbol(clause.getParameter());
  }

  /**
   * Returns whether the error is no surprise: by its name, or a special one that nobody looks at.
   */
  boolean isExpected() {
    return EXPECTED.matcher(clause.getParameter().getName()).matches()
        || (isAnswer() && !isThrownOn() && !Calls.mention(clause.getBlock(), error));
  }

  /** Returns whether the catch throws, be it something else. */
  boolean isThrownOn() {
    boolean[] thrown = {false};
    new Calls.Running() {
      @Override
      public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void unused) {
        thrown[0] = true;
        return null;
      }
    }.scan(clause.getBlock(), null);
    return thrown[0];
  }

  /** Returns whether the error is recorded on a span, handed on with one, or kept for later. */
  boolean isRecorded() {
    return isKept()
        || Calls.in(clause.getBlock()).stream()
            .anyMatch(call -> records(call) || takesSpan(call) || isHelper(call) || fails(call));
  }

  /** Returns whether the block, which is none of the catch, records an error. */
  boolean isRecordedIn(@Nullable BlockTree block) {
    return Calls.in(block).stream().anyMatch(this::records);
  }

  private boolean records(MethodInvocationTree call) {
    if (SpanCode.recordsError(call, state)) {
      return true;
    }
    MethodSymbol method = Calls.method(call);
    return method != null
        && (recorders.contains(method.owner.getQualifiedName() + "#" + method.getSimpleName())
            || isGivenToBackstop(call, method));
  }

  /** Returns whether the exchange is told, which tells its span. */
  private boolean isGivenToBackstop(MethodInvocationTree call, MethodSymbol method) {
    return method.owner.getQualifiedName().contentEquals("dev.backstop.Exchange")
        && call.getArguments().stream().anyMatch(this::isError);
  }

  /** Returns whether code that cannot be read here is given the span. */
  private boolean takesSpan(MethodInvocationTree call) {
    return call.getArguments().stream()
            .anyMatch(argument -> SpanCode.isSpan(ASTHelpers.getType(argument), state))
        && Calls.declaration(call, state) == null;
  }

  /** Returns whether a method of this file is called that records. */
  private boolean isHelper(MethodInvocationTree call) {
    MethodTree declared = Calls.declaration(call, state);
    return declared != null && Calls.in(declared.getBody()).stream().anyMatch(this::records);
  }

  /** Returns whether a future is told, and with it whoever waits for that. */
  private boolean fails(MethodInvocationTree call) {
    return Calls.name(call).equals("completeExceptionally")
        && call.getArguments().stream().anyMatch(this::isError);
  }

  private boolean isKept() {
    boolean[] kept = {false};
    new Calls.Running() {
      @Override
      public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        kept[0] |= isError(assignment.getExpression());
        return super.visitAssignment(assignment, null);
      }
    }.scan(clause.getBlock(), null);
    return kept[0];
  }

  private boolean isError(ExpressionTree expression) {
    return error.equals(ASTHelpers.getSymbol(expression));
  }

  private boolean isAnswer() {
    return ANSWER
        .matcher(String.valueOf(state.getSourceForNode(clause.getParameter().getType())))
        .matches();
  }
}
