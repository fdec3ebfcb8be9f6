package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A catch clause that only tells of an exception: it logs it, counts it, marks a span with it, or
 * does nothing. One that throws, answers, hands the exception or the response on, or calls what it
 * cannot be told of, is none.
 */
final class SwallowingCatch {
  /** What logs and measures, by the name of its type. */
  private static final Pattern TELLER =
      Pattern.compile(
          "[A-Za-z]*(Log|Logger|Logging[A-Za-z]*|Span|PrintStream|Throwable|Exception|Error|Counter"
              + "|Meter|Timer|Sample|Observation|Gauge|Histogram|AtomicInteger|AtomicLong|LongAdder"
              + "|Metrics|MeterRegistry|MetricRegistry|MDC|Integer|Level)(Api|Builder|\\$Api)?");

  private static final int MAX_CALLS = 2;

  private SwallowingCatch() {}

  static boolean only(CatchTree caught, VisitorState state) {
    return only(caught.getBlock(), ASTHelpers.getSymbol(caught.getParameter()), MAX_CALLS, state);
  }

  private static boolean only(Tree code, Symbol exception, int calls, VisitorState state) {
    return !Boolean.TRUE.equals(
        new TreeScanner<Boolean, Void>() {
          @Override
          public Boolean visitThrow(ThrowTree thrown, Void unused) {
            return true;
          }

          @Override
          public Boolean visitMethodInvocation(MethodInvocationTree call, Void unused) {
            if (isTelling(call) || isTellingMethod(call, exception, calls, state)) {
              return false;
            }
            return !isGetter(call, exception) || scan(call.getMethodSelect(), null);
          }

          @Override
          public Boolean visitNewClass(NewClassTree made, Void unused) {
            return made.getArguments().stream().anyMatch(it -> isIt(it, exception));
          }

          @Override
          public Boolean visitAssignment(AssignmentTree assignment, Void unused) {
            return isIt(assignment.getExpression(), exception)
                || Boolean.TRUE.equals(scan(assignment.getExpression(), null));
          }

          @Override
          public Boolean reduce(Boolean one, Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
          }

          @Override
          public Boolean scan(Tree tree, Void unused) {
            return Boolean.TRUE.equals(super.scan(tree, null));
          }
        }.scan(code, null));
  }

  /** Returns whether a method of the file is given the exception, and only tells of it too. */
  private static boolean isTellingMethod(
      MethodInvocationTree call, Symbol exception, int calls, VisitorState state) {
    List<? extends ExpressionTree> arguments = call.getArguments();
    if (calls == 0
        || !(FileCode.declarationOf(FileCode.symbolOf(call), state) instanceof MethodTree method)
        || method.getBody() == null
        || !CalledMethod.isFixed(ASTHelpers.getSymbol(method))
        || method.getParameters().size() != arguments.size()
        || arguments.stream()
            .anyMatch(argument -> ServletCode.isResponse(ASTHelpers.getType(argument), state))) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (isIt(arguments.get(i), exception)) {
        Symbol parameter = ASTHelpers.getSymbol(method.getParameters().get(i));
        return parameter != null && only(method.getBody(), parameter, calls - 1, state);
      }
    }
    return false;
  }

  /** Returns whether the catch notes in a variable that there was an exception. */
  static boolean setsVariable(CatchTree caught) {
    return Boolean.TRUE.equals(
        new TreeScanner<Boolean, Void>() {
          @Override
          public Boolean visitAssignment(AssignmentTree assignment, Void unused) {
            return true;
          }

          @Override
          public Boolean reduce(Boolean one, Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
          }
        }.scan(caught.getBlock(), null));
  }

  /**
   * Returns whether the code answers a request whose chain has failed: it runs a chain again, or,
   * where a variable tells of the failure, throws or sets the status.
   */
  static boolean answers(Tree tree, boolean isTold, VisitorState state) {
    if (tree instanceof ThrowTree) {
      return isTold;
    }
    return tree instanceof MethodInvocationTree call
        && (ServletCode.isChainCall(call, state)
            || (isTold && ResponseCalls.isMutation(call, state)));
  }

  private static boolean isTelling(MethodInvocationTree call) {
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    Type type = receiver == null ? null : ASTHelpers.getType(receiver);
    Symbol method = ASTHelpers.getSymbol(call);
    if (type == null || type.tsym == null) {
      return method != null && method.getSimpleName().contentEquals("log");
    }
    return TELLER.matcher(type.tsym.getSimpleName()).matches()
        || (method != null
            && method.getSimpleName().contentEquals("log")
            && ServletCode.isOfApi(method.owner))
        || (receiver instanceof MethodInvocationTree before && isTelling(before));
  }

  /** Returns whether the call only reads, and not of what it is given the exception. */
  private static boolean isGetter(MethodInvocationTree call, Symbol exception) {
    Symbol method = ASTHelpers.getSymbol(call);
    return method != null
        && call.getArguments().stream().noneMatch(it -> isIt(it, exception))
        && method
            .getSimpleName()
            .toString()
            .matches("(get|is|has|to|of|format|value|name)([A-Z].*)?");
  }

  private static boolean isIt(Tree tree, Symbol exception) {
    return tree instanceof IdentifierTree name
        && Objects.equals(ASTHelpers.getSymbol(name), exception);
  }
}
