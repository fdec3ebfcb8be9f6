package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a call does that stands where a cleanup is not registered yet. */
enum Work {
  /** It runs code of others: the rest of the chain, a handler, a task. */
  HANDLER,
  /** It may throw. */
  OTHER,
  /** A getter, a log line, something of a tracer: nothing that is expected to throw. */
  NONE;

  private static final Set<String> HANDLERS =
      Set.of("handle", "handleRequest", "proceed", "service", "invoke", "doHandle", "doService");

  private static final Set<String> RUNS =
      Set.of("execute", "run", "call", "apply", "accept", "process", "doFilter", "get");

  private static final Pattern HANDLER_TYPE =
      Pattern.compile(
          ".*(Handler|Chain|Execution|Invocation|JoinPoint|Action|Command|Processor|Continuation|Next)");

  private static final Pattern TASK_TYPE =
      Pattern.compile(
          "java\\.lang\\.Runnable|java\\.util\\.concurrent\\.Callable"
              + "|java\\.util\\.function\\.\\w*(Supplier|Function|Consumer|Operator)");

  private static final Pattern GETTER = Pattern.compile("(get|is|has|to|as|with|set)[A-Z].*");

  private static final Pattern VERB =
      Pattern.compile(
          "(do|work|handle|process|perform|execute|run|call|invoke|load|save|store|persist|fetch"
              + "|find|query|search|lookup|update|delete|insert|send|receive|post|publish|submit"
              + "|validate|verify|check|authenticate|authori[sz]e|prepare|parse|read|write|render"
              + "|convert|compute|calculate|transfer|charge|pay|refresh|reload|init|connect"
              + "|dispatch|forward|serve|apply|accept|proceed|transform|notify)([A-Z].*)?");

  /** Whose calls are not work, unless they declare an exception. */
  private static final List<String> NOT_WORK =
      List.of(
          "java.",
          "javax.servlet.",
          "jakarta.servlet.",
          "io.opentelemetry.",
          "io.micrometer.",
          "io.opentracing.",
          "io.prometheus.",
          "brave.",
          "com.codahale.metrics.",
          "io.dropwizard.metrics",
          "org.slf4j.",
          "org.apache.logging.",
          "org.apache.commons.logging.",
          "ch.qos.logback.",
          "dev.backstop.");

  /** Returns what the call does. */
  static Work of(MethodInvocationTree call, VisitorState state) {
    MethodSymbol method = Calls.method(call);
    if (method == null) {
      return NONE;
    }
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    Type type = receiver == null ? null : ASTHelpers.getType(receiver);
    if (runsChain(call, state) || runsCodeOfOthers(call, method, type)) {
      return HANDLER;
    }
    if (GETTER.matcher(Calls.name(call)).matches()) {
      return NONE;
    }
    if (receiver == null || isThis(receiver)) {
      return ofThisFile(call, method, state);
    }
    return Calls.declaresChecked(method, state) || isVerbOfOthers(call, method, type)
        ? OTHER
        : NONE;
  }

  /** Returns whether the call runs the rest of the chain; a static one only looks at it. */
  static boolean runsChain(MethodInvocationTree call, VisitorState state) {
    MethodSymbol method = Calls.method(call);
    return method != null
        && !(method.isStatic() && Calls.declaration(call, state) == null)
        && ServletCode.isChainCall(call, state);
  }

  private static boolean runsCodeOfOthers(
      MethodInvocationTree call, MethodSymbol method, @Nullable Type type) {
    if (type == null || method.isStatic()) {
      return false;
    }
    String name = type.tsym.getQualifiedName().toString();
    if (TASK_TYPE.matcher(name).matches()) {
      return RUNS.contains(Calls.name(call)) && !Calls.name(call).equals("get");
    }
    return !isQuiet(method.owner)
        && (HANDLERS.contains(Calls.name(call))
            || (RUNS.contains(Calls.name(call)) && HANDLER_TYPE.matcher(name).matches()));
  }

  private static Work ofThisFile(
      MethodInvocationTree call, MethodSymbol method, VisitorState state) {
    MethodTree declared = Calls.declaration(call, state);
    if (declared != null && declared.getBody() != null) {
      for (MethodInvocationTree inner : Calls.in(declared.getBody())) {
        MethodSymbol called = Calls.method(inner);
        if (called != null
            && (runsChain(inner, state) || runsCodeOfOthers(inner, called, typeOf(inner)))) {
          return HANDLER;
        }
      }
    }
    if (Calls.declaresChecked(method, state)) {
      return OTHER;
    }
    return VERB.matcher(Calls.name(call)).matches() && !isHarmless(declared) ? OTHER : NONE;
  }

  private static @Nullable Type typeOf(MethodInvocationTree call) {
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    return receiver == null ? null : ASTHelpers.getType(receiver);
  }

  private static boolean isVerbOfOthers(
      MethodInvocationTree call, MethodSymbol method, @Nullable Type type) {
    return type != null
        && !method.isStatic()
        && !isQuiet(method.owner)
        && !isQuiet(type.tsym)
        && VERB.matcher(Calls.name(call)).matches();
  }

  /** Returns whether the method is here to be read, and calls and throws nothing. */
  private static boolean isHarmless(@Nullable MethodTree declared) {
    if (declared == null
        || declared.getBody() == null
        || declared.getBody().getStatements().isEmpty()) {
      return false;
    }
    boolean[] throwing = {false};
    new Calls.Running() {
      @Override
      public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void unused) {
        throwing[0] = true;
        return null;
      }
    }.scan(declared.getBody(), null);
    return !throwing[0]
        && Calls.in(declared.getBody()).stream()
            .map(Calls::method)
            .allMatch(method -> method == null || isQuiet(method.owner));
  }

  private static boolean isQuiet(@Nullable Symbol type) {
    String name = type == null ? "" : type.getQualifiedName().toString();
    return NOT_WORK.stream().anyMatch(name::startsWith);
  }

  private static boolean isThis(Tree tree) {
    return tree.toString().equals("this") || tree.toString().equals("super");
  }
}
