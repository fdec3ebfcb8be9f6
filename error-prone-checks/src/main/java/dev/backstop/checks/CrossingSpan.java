package dev.backstop.checks;

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
final class CrossingSpan {
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

  private CrossingSpan() {}

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
