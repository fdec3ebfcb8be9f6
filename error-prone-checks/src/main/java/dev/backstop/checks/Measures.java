package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Type;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What says that a request is over: its status, the time since a start, the end of a span or of a
 * timer. By the names that tracers and meters share, so that it knows each version of each.
 */
final class Measures {
  private static final Pattern METER =
      Pattern.compile(
          "(.*\\.)?[A-Za-z]*"
              + "(Span|Sample|Timer|Observation|Histogram|Summary|Stop[wW]atch|TimerContext)"
              + "(\\$?\\.?(Context|Sample|Timer))?");

  private static final Pattern ENDS =
      Pattern.compile(
          "stop|end|finish|record([A-Z].*)?|observe([A-Z].*)?|update|close|elapsed([A-Z].*)?"
              + "|getTime|getTotalTime.*|time([A-Z].*)?");

  private static final Pattern CLOCK =
      Pattern.compile(
          "nanoTime|currentTimeMillis|millis|instant|now|monotonicTime|wallTime|getTimeInMillis"
              + "|read|getTime|toEpochMilli|getEpochSecond|getNano");

  private static final Pattern BETWEEN = Pattern.compile("between|until");

  private Measures() {}

  /** Returns whether the end of the request is measured at that place. */
  static boolean isAt(TreePath place, VisitorState state) {
    Tree tree = place.getLeaf();
    if (ResponseCalls.responseOfStatusRead(tree, state) != null) {
      return true;
    }
    if (tree instanceof BinaryTree difference && difference.getKind() == Tree.Kind.MINUS) {
      return isElapsed(difference, place);
    }
    return tree instanceof MethodInvocationTree call && (isEnd(call) || isBetween(call, place));
  }

  /** Returns whether the start is taken from the time of now: not what is left until a deadline. */
  private static boolean isElapsed(BinaryTree difference, TreePath place) {
    return isClock(difference.getLeftOperand(), place)
        && Places.first(
                new TreePath(place, difference.getRightOperand()), at -> isClockCall(at.getLeaf()))
            == null;
  }

  /** Returns whether the call ends a span, or records a time. */
  static boolean isEnd(MethodInvocationTree call) {
    MethodSymbol method = ASTHelpers.getSymbol(call);
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    return method != null
        && receiver != null
        && !method.isStatic()
        && ENDS.matcher(method.getSimpleName()).matches()
        && isMeter(ASTHelpers.getType(receiver));
  }

  /** Returns whether it is of a type that measures until it is closed. */
  static boolean isMeter(@Nullable Type type) {
    return type != null
        && type.tsym != null
        && METER.matcher(type.tsym.getQualifiedName()).matches()
        && !type.tsym.getQualifiedName().toString().startsWith("java.util.");
  }

  private static boolean isBetween(MethodInvocationTree call, TreePath place) {
    MethodSymbol method = ASTHelpers.getSymbol(call);
    return method != null
        && method.owner.getQualifiedName().toString().startsWith("java.time.")
        && BETWEEN.matcher(method.getSimpleName()).matches()
        && call.getArguments().stream().anyMatch(argument -> isClock(argument, place));
  }

  /** Returns whether the expression has the time of now, or a variable that was set to it. */
  private static boolean isClock(ExpressionTree expression, TreePath place) {
    return Places.first(
            new TreePath(place, expression),
            part -> isClockCall(part.getLeaf()) || isSetToClock(part.getLeaf(), place))
        != null;
  }

  private static boolean isClockCall(Tree tree) {
    if (tree instanceof NewClassTree made) {
      Type type = ASTHelpers.getType(made);
      return type != null && type.tsym.getQualifiedName().contentEquals("java.util.Date");
    }
    MethodSymbol method =
        tree instanceof MethodInvocationTree call ? ASTHelpers.getSymbol(call) : null;
    return method != null && CLOCK.matcher(method.getSimpleName()).matches();
  }

  /** Returns whether it is a local variable that was set to the time of then. */
  static boolean isSetToClock(Tree tree, TreePath place) {
    Symbol variable = tree instanceof IdentifierTree ? ASTHelpers.getSymbol(tree) : null;
    return variable != null
        && Places.first(
                AfterChain.memberAround(place),
                other ->
                    other.getLeaf() instanceof VariableTree local
                        && local.getInitializer() != null
                        && variable.equals(ASTHelpers.getSymbol(local))
                        && Places.first(other, part -> isClockCall(part.getLeaf())) != null)
            != null;
  }
}
