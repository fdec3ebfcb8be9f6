package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import java.util.List;
import java.util.regex.Pattern;

/** What a method does with something that must be ended, as far as its name and its library say. */
final class Callee {
  private static final Pattern ENDS =
      Pattern.compile(
          "(?i)(end|finish|close|stop|abandon|complete|terminate|release|discard|dispose)"
              + "(?=$|[A-Z_]).*|handleSend|handleReceive|closeQuietly|.*(AndClose|AndEnd|AndFinish"
              + "|AndStop)");

  private static final Pattern STORES =
      Pattern.compile(
          "(add|put|set|offer|push|enqueue|register|store|save|attach|bind|track|remember|subscribe"
              + "|schedule|submit|execute|defer|handOff|handOver|transfer|when|on|then|do)"
              + "(?=$|[A-Z]).*|(set|put)Attribute");

  private static final Pattern ASKS_FOR_CURRENT =
      Pattern.compile("(get)?([cC]urrent|[aA]ctive|[eE]nclosing).*");

  private static final Pattern MAKES_ANOTHER =
      Pattern.compile(
          "(?i)(next|new|join|create|build|child|start|clone|observation|with|activate|open).*"
              + "|.*(parent|child|current).*");

  /** Whose methods only use what they are given. */
  private static final List<String> LIBRARIES =
      List.of(
          "io.opentelemetry.",
          "io.opentracing.",
          "io.micrometer.",
          "brave.",
          "org.springframework.cloud.sleuth.",
          "org.slf4j.",
          "org.apache.logging.",
          "org.apache.commons.logging.",
          "java.util.logging.",
          "java.lang.",
          "java.io.Print",
          "java.util.Objects",
          "org.junit.",
          "org.hamcrest.",
          "org.mockito.",
          "org.assertj.",
          "com.google.common.truth.");

  private Callee() {}

  /** Returns what the call means for what it is given, where no annotation and no body says. */
  static Fate fateOf(MethodInvocationTree call, VisitorState state) {
    if (CleanupCode.isRegistration(call, state)) {
      return Fate.HANDED_OVER;
    }
    String name = Calls.name(call);
    if (name.equals("this") || name.equals("super")) {
      return Fate.STORED;
    }
    if (isStartActive(name, call)) {
      return Fate.HANDED_OVER;
    }
    if (ENDS.matcher(name).matches()) {
      return Fate.ENDED;
    }
    if (name.startsWith("fromContext")) {
      return Fate.PASSED;
    }
    MethodSymbol method = Ownership.symbolOf(call);
    boolean known = method != null && isOf(method, LIBRARIES);
    if (STORES.matcher(name).matches() && !(known && name.matches("set.*[pP]arent.*|addLink"))) {
      return Fate.STORED;
    }
    return known ? Fate.USED : Fate.PASSED;
  }

  /** Returns whether the call makes something new, for which it only reads what it is given. */
  static boolean makesAnother(MethodInvocationTree call) {
    return MAKES_ANOTHER.matcher(Calls.name(call)).matches();
  }

  /** Returns whether the call asks for what is current, or for what encloses something. */
  static boolean asksForCurrent(ExpressionTree call) {
    return call instanceof MethodInvocationTree asked
        && ASKS_FOR_CURRENT.matcher(Calls.name(asked)).matches();
  }

  /** OpenTracing's {@code activate(span, true)}: the scope finishes the span. */
  private static boolean isStartActive(String name, MethodInvocationTree call) {
    return name.equals("activate")
        && call.getArguments().size() == 2
        && call.getArguments().get(1) instanceof LiteralTree literal
        && Boolean.TRUE.equals(literal.getValue());
  }

  private static boolean isOf(MethodSymbol method, List<String> libraries) {
    ClassSymbol declaring = ASTHelpers.enclosingClass(method);
    String owner = declaring == null ? "" : declaring.getQualifiedName().toString();
    return libraries.stream().anyMatch(owner::startsWith);
  }
}
