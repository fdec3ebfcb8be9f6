package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import com.sun.tools.javac.code.TypeTag;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which code is expected to throw: all of it may, and to say so of each getter is noise. */
final class Throwing {
  private static final Pattern GETTER =
      Pattern.compile(
          "(get|is|has)[A-Z].*|toString|name|ordinal|size|length|isEmpty|hashCode|equals"
              + "|currentTimeMillis|nanoTime|monotonicTime|wallTime|now");

  /** What a request and a response answer, and what is set on them before the work begins. */
  private static final Pattern SERVLET_ACCESSOR =
      Pattern.compile("(get|is|set|add|remove|contains)[A-Z].*");

  /** Whose calls are not the work around which a finally is. */
  private static final List<String> QUIET =
      List.of(
          "io.opentelemetry.",
          "io.opentracing.",
          "io.micrometer.core.",
          "io.micrometer.common.",
          "io.micrometer.context.",
          "io.micrometer.tracing.",
          "io.micrometer.observation.",
          "io.prometheus.",
          "brave.",
          "org.springframework.cloud.sleuth.",
          "org.slf4j.",
          "org.apache.logging.log4j.",
          "org.apache.commons.logging.",
          "java.util.logging.",
          "java.lang.String",
          "java.lang.Math",
          "java.lang.System",
          "java.lang.Enum",
          "java.util.Objects",
          "java.util.List",
          "java.util.ArrayList",
          "java.util.Map",
          "java.util.HashMap",
          "java.util.Set",
          "java.util.Queue",
          "java.util.Deque",
          "java.util.ArrayDeque",
          "java.util.Linked",
          "java.util.Collection",
          "java.util.concurrent.Concurrent",
          "java.util.concurrent.atomic.",
          "java.util.concurrent.locks.",
          "java.time.");

  private static final Supplier<Type> ERROR = Suppliers.typeFromString("java.lang.Error");

  private Throwing() {}

  /** Returns whether the place is one whose exception the code should be ready for. */
  static boolean isExpected(@Nullable Tree place, VisitorState state) {
    if (place instanceof ThrowTree) {
      return true;
    }
    MethodSymbol method = place == null ? null : Ownership.symbolOf(place);
    if (place instanceof NewClassTree) {
      return method != null && throwsChecked(method, state);
    }
    if (!(place instanceof MethodInvocationTree call)) {
      return false;
    }
    return method == null || throwsChecked(method, state) || !isQuiet(call, method, state);
  }

  private static boolean isQuiet(
      MethodInvocationTree call, MethodSymbol method, VisitorState state) {
    String name = Calls.name(call);
    if (name.equals("this") || name.equals("super")) {
      return true;
    }
    if (call.getArguments().isEmpty()
        && (GETTER.matcher(name).matches() || onlyReads(call, method, state))) {
      return true;
    }
    ClassSymbol declaring = ASTHelpers.enclosingClass(method);
    if (declaring == null) {
      return true;
    }
    Type owner = declaring.type;
    if (Protocol.ofType(owner, state) != null) {
      return !takesCode(call, state);
    }
    if ((ServletCode.isRequest(owner, state) || ServletCode.isResponse(owner, state))
        && SERVLET_ACCESSOR.matcher(name).matches()) {
      return true;
    }
    String type = owner.tsym.getQualifiedName().toString();
    return (QUIET.stream().anyMatch(type::startsWith) && !takesCode(call, state))
        || Protocol.startedBy(call, state) != null;
  }

  /** A component of a record, or a method of the file that returns a variable and does no more. */
  private static boolean onlyReads(
      MethodInvocationTree call, MethodSymbol method, VisitorState state) {
    MethodTree declared = Calls.declaration(call, state);
    if (declared == null || declared.getBody() == null) {
      return declared == null && isComponent(method);
    }
    List<? extends StatementTree> statements = declared.getBody().getStatements();
    return statements.size() == 1
        && statements.get(0) instanceof ReturnTree returned
        && returned.getExpression() != null
        && ASTHelpers.getSymbol(returned.getExpression()) instanceof VarSymbol;
  }

  private static boolean isComponent(MethodSymbol method) {
    ClassSymbol type = ASTHelpers.enclosingClass(method);
    return type != null
        && type.getRecordComponents().stream()
            .anyMatch(component -> component.getSimpleName().equals(method.getSimpleName()));
  }

  /** Code that the call may run is the work itself. */
  private static boolean takesCode(MethodInvocationTree call, VisitorState state) {
    return call.getArguments().stream()
        .anyMatch(
            argument ->
                argument instanceof LambdaExpressionTree
                    || argument instanceof MemberReferenceTree
                    || isCode(ASTHelpers.getType(argument), state));
  }

  private static boolean isCode(@Nullable Type type, VisitorState state) {
    if (type == null || type.isErroneous() || !type.isInterface()) {
      return false;
    }
    String name = type.tsym.getQualifiedName().toString();
    return (name.startsWith("java.") || name.contains("Checked"))
        && state.getTypes().isFunctionalInterface(type);
  }

  private static boolean throwsChecked(MethodSymbol method, VisitorState state) {
    Type error = ERROR.get(state);
    Type unchecked = state.getSymtab().runtimeExceptionType;
    return method.getThrownTypes().stream()
        .anyMatch(
            type ->
                !state.getTypes().isSubtype(type, unchecked)
                    && !state.getTypes().isSubtype(type, error)
                    && !type.hasTag(TypeTag.TYPEVAR));
  }
}
