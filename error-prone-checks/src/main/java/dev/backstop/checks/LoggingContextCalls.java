package dev.backstop.checks;

import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.staticMethod;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/** The logging contexts of SLF4J, Log4j and JBoss: what puts a field into one, and what ends it. */
final class LoggingContextCalls {
  private static final Set<String> CONTEXTS =
      Set.of(
          "org.slf4j.MDC",
          "org.apache.logging.log4j.ThreadContext",
          "org.apache.log4j.MDC",
          "org.apache.log4j.NDC",
          "org.jboss.logging.MDC",
          "org.jboss.logging.NDC",
          "org.jboss.logmanager.MDC");

  private static final Matcher<ExpressionTree> PUT =
      anyOf(
          CONTEXTS.stream()
              .map(
                  type ->
                      (Matcher<ExpressionTree>)
                          staticMethod()
                              .onClass(type)
                              .namedAnyOf(
                                  "put", "putAll", "putIfNull", "push", "pushByKey", "putObject"))
              .toList());

  private static final Set<String> READS = Set.of("get", "getCopyOfContextMap", "getContext");

  /** Removes one field; its first argument is the key. */
  private static final Set<String> REMOVES = Set.of("remove", "popByKey", "clearDequeByKey");

  /** Removes or gives back more than one. */
  private static final Set<String> CLEARS =
      Set.of(
          "clear",
          "clearMap",
          "clearAll",
          "removeAll",
          "removeStack",
          "setContextMap",
          "pop",
          "setContext",
          "trim");

  private static final Pattern FOREIGN = Pattern.compile("(?i).*(mdc|log.*context).*");
  private static final Pattern FOREIGN_END =
      Pattern.compile("(?i).*(clear|remove|reset|restore|clean|close).*");

  private LoggingContextCalls() {}

  static boolean isPut(ExpressionTree call, VisitorState state) {
    return PUT.matches(call, state);
  }

  /** Returns whether a call ends what another has put. */
  static boolean isEndOf(MethodInvocationTree put, ExpressionTree call, VisitorState state) {
    Symbol method = FileCode.symbolOf(call);
    if (method == null) {
      return false;
    }
    String name = method.getSimpleName().toString();
    if (!CONTEXTS.contains(method.owner.getQualifiedName().toString())) {
      return FOREIGN.matcher(method.owner.getSimpleName() + "." + name).matches()
          && FOREIGN_END.matcher(name).matches()
          && FileCode.declarationOf(method, state) == null;
    }
    return CLEARS.contains(name)
        || (REMOVES.contains(name)
            && (call instanceof MemberReferenceTree || isSameKey(put, call, state)))
        || (name.equals("put") && isSameKey(put, call, state) && isRestoring(call, state));
  }

  /** Returns whether a put gives back what was there before: a value that was asked for. */
  static boolean isRestoring(ExpressionTree put, VisitorState state) {
    return put instanceof MethodInvocationTree call
        && call.getArguments().size() == 2
        && FileCode.symbolOf(FileCode.bare(call.getArguments().get(1))) instanceof VarSymbol value
        && Assignments.to(value, state).stream()
            .flatMap(given -> FileCode.callsIn(given).stream())
            .anyMatch(given -> isRead(FileCode.symbolOf(given)));
  }

  private static boolean isRead(@Nullable Symbol method) {
    return method != null
        && CONTEXTS.contains(method.owner.getQualifiedName().toString())
        && READS.contains(method.getSimpleName().toString());
  }

  private static boolean isSameKey(
      MethodInvocationTree put, ExpressionTree end, VisitorState state) {
    List<? extends ExpressionTree> wanted = put.getArguments();
    List<? extends ExpressionTree> given =
        end instanceof MethodInvocationTree call ? call.getArguments() : List.of();
    if (wanted.isEmpty() || given.isEmpty() || !isString(wanted.get(0), state)) {
      return true;
    }
    Object one = ASTHelpers.constValue(wanted.get(0));
    Object other = ASTHelpers.constValue(given.get(0));
    if (one != null || other != null) {
      return (one != null && other != null) ? one.equals(other) : !isField(given.get(0));
    }
    return !isField(wanted.get(0))
        || !isField(given.get(0))
        || FileCode.symbolOf(wanted.get(0)) == FileCode.symbolOf(given.get(0));
  }

  private static boolean isString(ExpressionTree key, VisitorState state) {
    return ASTHelpers.isSameType(ASTHelpers.getType(key), state.getSymtab().stringType, state);
  }

  private static boolean isField(ExpressionTree key) {
    Symbol symbol = FileCode.symbolOf(key);
    return ASTHelpers.constValue(key) != null
        || (symbol != null && symbol.getKind() == ElementKind.FIELD);
  }
}
