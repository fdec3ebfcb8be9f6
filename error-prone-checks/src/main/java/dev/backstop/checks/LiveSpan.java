package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The span that is live where a try stands. */
final class LiveSpan {
  private LiveSpan() {}

  /**
   * Returns what a message calls the span: a local that was not ended before the try, what the
   * finally of the try or of one around it ends, or the current one, which the try uses; or null.
   */
  static @Nullable String at(TreePath attempt, VisitorState state) {
    Tree below = attempt.getLeaf();
    for (TreePath at = attempt; at != null; at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if (tree instanceof MethodTree
          || tree instanceof LambdaExpressionTree
          || tree instanceof ClassTree) {
        break;
      }
      String span =
          tree instanceof TryTree around
              ? endedBy(around, below, state)
              : tree instanceof BlockTree block ? localIn(block, below, state) : null;
      if (span != null) {
        return span;
      }
      below = tree;
    }
    return Calls.in(((TryTree) attempt.getLeaf()).getBlock()).stream()
            .anyMatch(call -> SpanCode.isCurrent(call, state))
        ? "the current span"
        : null;
  }

  private static @Nullable String endedBy(TryTree around, Tree below, VisitorState state) {
    if (below != around && below != around.getBlock()) {
      return null;
    }
    return Calls.in(around.getFinallyBlock()).stream()
        .filter(call -> SpanCode.isEnd(call, state))
        .map(call -> Calls.root(Calls.receiver(call)))
        .filter(Symbol.VarSymbol.class::isInstance)
        .map(span -> span.getSimpleName().toString())
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String localIn(BlockTree block, Tree below, VisitorState state) {
    List<? extends StatementTree> statements = block.getStatements();
    int place = statements.indexOf(below);
    for (int i = place - 1; i >= 0; i--) {
      if (statements.get(i) instanceof VariableTree local
          && SpanCode.isSpan(ASTHelpers.getType(local), state)
          && !isEndedIn(statements.subList(i + 1, place), ASTHelpers.getSymbol(local), state)) {
        return local.getName().toString();
      }
    }
    return null;
  }

  private static boolean isEndedIn(
      List<? extends StatementTree> statements, Symbol span, VisitorState state) {
    return statements.stream()
        .flatMap(statement -> Calls.in(statement).stream())
        .anyMatch(
            call -> SpanCode.isEnd(call, state) && span.equals(Calls.root(Calls.receiver(call))));
import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;
import static com.google.errorprone.matchers.method.MethodMatchers.staticMethod;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ElementKind;

/** Spans that have not ended, in local variables or as the current one of a thread. */
final class LiveSpan {
  private static final List<Supplier<Type>> SPANS =
      List.of(
          Suppliers.typeFromString("io.opentelemetry.api.trace.Span"),
          Suppliers.typeFromString("brave.Span"),
          Suppliers.typeFromString("io.opentracing.Span"),
          Suppliers.typeFromString("io.micrometer.tracing.Span"));

  private static final Matcher<ExpressionTree> CURRENT =
      anyOf(
          staticMethod().onClass("io.opentelemetry.api.trace.Span").named("current"),
          instanceMethod()
              .onDescendantOfAny("brave.Tracer", "io.micrometer.tracing.Tracer")
              .named("currentSpan"),
          instanceMethod().onDescendantOf("io.opentracing.Tracer").named("activeSpan"));

  private static final Set<String> ENDS = Set.of("end", "finish", "abandon");

  /** What makes a span, or the context of one, that of the thread. */
  private static final Set<String> MAKE_CURRENT =
      Set.of(
          "makeCurrent",
          "withSpan",
          "withSpanInScope",
          "activate",
          "activateSpan",
          "newScope",
          "maybeScope",
          "attach");

  /** What asks a span for its identity alone, which does not change. */
  private static final Set<String> READS =
      Set.of("getSpanContext", "context", "isRecording", "isNoop", "storeInContext");

  /** What makes a child or a link of a span. */
  private static final Set<String> PARENTS =
      Set.of("with", "asChildOf", "setParent", "addLink", "newChild", "nextSpan", "childOf");

  private LiveSpan() {}

  /** Returns whether a task asks for the current span of its thread, which has none. */
  static boolean isAskedFor(ExpressionTree call, VisitorState state) {
    return CURRENT.matches(call, state);
  }

  /** Returns whether a task makes a span current for itself. */
  static boolean isMadeCurrentIn(Tree code) {
    return FileCode.callsIn(code).stream()
        .anyMatch(call -> MAKE_CURRENT.contains(FileCode.methodName(call)));
  }

  /** Returns whether a task does something with a span that may have ended by then. */
  static boolean isUsedBy(Capture capture, ExpressionTree start, VisitorState state) {
    return capture.variable().getKind() == ElementKind.LOCAL_VARIABLE
        && isSpan(capture.variable().type, state)
        && !isRead(capture, state)
        && !hasEnded(capture.variable(), start, state);
  }

  private static boolean isSpan(Type type, VisitorState state) {
    return SPANS.stream().anyMatch(span -> ASTHelpers.isSubtype(type, span.get(state), state));
  }

  private static boolean isRead(Capture capture, VisitorState state) {
    TreePath use = TreePath.getPath(state.getPath().getCompilationUnit(), capture.use());
    Tree parent = use == null ? null : use.getParentPath().getLeaf();
    return (parent instanceof MemberSelectTree select
            && READS.contains(select.getIdentifier().toString()))
        || (parent instanceof MethodInvocationTree call
            && PARENTS.contains(FileCode.methodName(call)));
  }

  /** Returns whether the span was ended before, in a block that is still open at the start. */
  private static boolean hasEnded(Symbol span, ExpressionTree start, VisitorState state) {
    return FileCode.callsIn(state.getPath().getCompilationUnit()).stream()
        .filter(call -> ENDS.contains(FileCode.methodName(call)))
        .filter(call -> FileCode.symbolOf(ASTHelpers.getReceiver(call)) == span)
        .anyMatch(call -> FileCode.isAfter(start, call, state) && isInBlockOf(call, start, state));
  }

  private static boolean isInBlockOf(
      ExpressionTree call, ExpressionTree start, VisitorState state) {
    TreePath path = TreePath.getPath(state.getPath().getCompilationUnit(), call);
    return path != null
        && path.getParentPath().getLeaf() instanceof ExpressionStatementTree
        && path.getParentPath().getParentPath().getLeaf() instanceof BlockTree block
        && FileCode.contains(block, start, state);
  }
}
