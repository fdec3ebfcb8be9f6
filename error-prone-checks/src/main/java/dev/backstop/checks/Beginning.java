package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a cleanup ends, and which statement begins it. */
record Beginning(Symbol ended, String end) {
  private static final Set<String> STARTS = Set.of("start", "begin", "open", "activate");
  private static final Set<String> TAKES =
      Set.of("acquire", "acquireUninterruptibly", "tryAcquire", "retain");
  private static final Set<String> LOCKS = Set.of("lock", "lockInterruptibly", "tryLock");
  private static final Set<String> PUTS = Set.of("put", "putAll", "set", "push", "add");
  private static final Set<String> COUNTS =
      Set.of("increment", "incrementAndGet", "getAndIncrement", "inc", "add", "addAndGet");

  /** What ends something, and what begins it on the same variable. */
  private static final Map<String, Set<String>> BEGINS =
      Map.ofEntries(
          Map.entry("end", STARTS),
          Map.entry("finish", STARTS),
          Map.entry("stop", STARTS),
          Map.entry("close", STARTS),
          Map.entry("observeDuration", STARTS),
          Map.entry("record", STARTS),
          Map.entry("unlock", LOCKS),
          Map.entry("release", TAKES),
          Map.entry("remove", PUTS),
          Map.entry("clear", PUTS),
          Map.entry("pop", PUTS),
          Map.entry("decrement", COUNTS),
          Map.entry("decrementAndGet", COUNTS),
          Map.entry("getAndDecrement", COUNTS),
          Map.entry("dec", COUNTS));

  /** Of these, what is begun by the call that gives the variable its value. */
  private static final Set<String> BEGUN_BY_VALUE =
      Set.of("end", "finish", "stop", "close", "observeDuration", "record");

  /** A value that was begun by others. */
  private static final Pattern BEGUN_ELSEWHERE =
      Pattern.compile(
          "current.*|active.*|get(?!Connection$).*|find.*|create|builder|build|of|empty");

  private static final Pattern CLOCK =
      Pattern.compile("nanoTime|currentTimeMillis|monotonicTime|wallTime|now|millis");

  private static final Pattern TIGHT =
      Pattern.compile(".*(Span|Timer|Sample|Observation|Scope|StopWatch|Stopwatch|Lock|Semaphore)");

  private static final List<String> TELEMETRY =
      List.of(
          "io.opentelemetry.",
          "io.micrometer.",
          "io.opentracing.",
          "io.prometheus.",
          "brave.",
          "com.codahale.metrics.");

  /** Returns what a call in a cleanup ends; empty for a call that ends nothing. */
  static Stream<Beginning> endedBy(MethodInvocationTree call) {
    String name = Calls.name(call);
    Symbol on = Calls.root(ASTHelpers.getReceiver(call));
    Stream<Beginning> receiver =
        on != null && BEGINS.containsKey(name) ? Stream.of(new Beginning(on, name)) : Stream.of();
    return name.equals("record")
        ? Stream.concat(
            receiver,
            call.getArguments().stream()
                .map(Beginning::subtracted)
                .filter(VarSymbol.class::isInstance)
                .map(start -> new Beginning(start, "record")))
        : receiver;
  }

  /** Returns whether the statement begins it. */
  boolean isBegunBy(StatementTree statement) {
    if (statement instanceof VariableTree variable) {
      return ended.equals(ASTHelpers.getSymbol(variable)) && isBeginning(variable.getInitializer());
    }
    if (!(statement instanceof ExpressionStatementTree expression)) {
      return false;
    }
    if (expression.getExpression() instanceof AssignmentTree assignment) {
      return ended.equals(ASTHelpers.getSymbol(assignment.getVariable()))
          && isBeginning(assignment.getExpression());
    }
    return expression.getExpression() instanceof MethodInvocationTree call
        && ended.equals(Calls.root(ASTHelpers.getReceiver(call)))
        && BEGINS.getOrDefault(end, Set.of()).contains(Calls.name(call));
  }

  /** Returns whether nothing that may throw belongs between: a span, a timer, a lock. */
  boolean isTight() {
    if (ended.type == null || ended.type.tsym == null || !(ended instanceof VarSymbol)) {
      return false;
    }
    String type = ended.type.tsym.getQualifiedName().toString();
    return TELEMETRY.stream().anyMatch(type::startsWith) || TIGHT.matcher(type).matches();
  }

  /** Returns whether the call, or a lambda that it is given, ends it. */
  boolean isEndedIn(ExpressionTree registration, VisitorState state) {
    return CleanupCode.isRegistration(registration, state) && Calls.mention(registration, ended);
  }

  private boolean isBeginning(@Nullable ExpressionTree value) {
    ExpressionTree at = value == null ? null : FileCode.bare(value);
    if (at instanceof NewClassTree) {
      return end.equals("close");
    }
    if (!(at instanceof MethodInvocationTree call) || !BEGUN_BY_VALUE.contains(end)) {
      return false;
    }
    return CLOCK.matcher(Calls.name(call)).matches()
        || !BEGUN_ELSEWHERE.matcher(Calls.name(call)).matches();
  }

  private static @Nullable Symbol subtracted(ExpressionTree argument) {
    if (argument instanceof BinaryTree difference) {
      return ASTHelpers.getSymbol(difference.getRightOperand());
    }
    return argument instanceof MethodInvocationTree between
            && Calls.name(between).equals("between")
            && !between.getArguments().isEmpty()
        ? ASTHelpers.getSymbol(between.getArguments().get(0))
        : null;
  }
}
