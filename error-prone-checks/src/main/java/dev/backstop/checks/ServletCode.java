package dev.backstop.checks;

import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/** What the servlet API calls its parts, in both of its namespaces. */
final class ServletCode {
  private static final List<String> NAMESPACES = List.of("jakarta.servlet.", "javax.servlet.");
  private static final List<Supplier<Type>> REQUEST = types("ServletRequest");
  private static final List<Supplier<Type>> RESPONSE = types("ServletResponse");
  private static final List<Supplier<Type>> EXCEPTION = types("ServletException");
  private static final List<Supplier<Type>> STREAM =
      types("ServletInputStream", "ServletOutputStream");
  private static final List<Supplier<Type>> CHAIN = types("FilterChain");
  private static final List<Supplier<Type>> FILTER = types("Filter");
  private static final Matcher<ExpressionTree> DO_FILTER =
      anyOf(
          instanceMethod().onDescendantOf("jakarta.servlet.FilterChain").named("doFilter"),
          instanceMethod().onDescendantOf("javax.servlet.FilterChain").named("doFilter"));

  private ServletCode() {}

  static boolean isRequest(@Nullable Type type, VisitorState state) {
    return isOf(REQUEST, type, state);
  }

  static boolean isResponse(@Nullable Type type, VisitorState state) {
    return isOf(RESPONSE, type, state);
  }

  /**
   * Returns whether objects of the type read the body of a request, or write that of a response.
   */
  static boolean isStream(@Nullable Type type, VisitorState state) {
    return isOf(STREAM, type, state);
  }

  static boolean isFilter(@Nullable Type type, VisitorState state) {
    return isOf(FILTER, type, state);
  }

  /**
   * Returns whether the call runs the rest of the chain: {@code doFilter} of a chain, or a call
   * that is given the chain with a request or a response for it.
   */
  static boolean isChainCall(MethodInvocationTree call, VisitorState state) {
    return DO_FILTER.matches(call, state)
        || (call.getArguments().stream().anyMatch(argument -> isChain(argument, state))
            && call.getArguments().stream()
                .map(ASTHelpers::getType)
                .anyMatch(type -> isRequest(type, state) || isResponse(type, state)));
  }

  /** Returns a matcher of the instance methods of a servlet type, in both namespaces. */
  static Matcher<ExpressionTree> methods(String simpleType, String... names) {
    List<String> named = List.of(names);
    return anyOf(
        NAMESPACES.stream()
            .map(
                namespace ->
                    (Matcher<ExpressionTree>)
                        instanceMethod().onDescendantOf(namespace + simpleType).namedAnyOf(named))
            .toList());
  }

  static boolean isServletException(@Nullable Type type, VisitorState state) {
    return isOf(EXCEPTION, type, state);
  }

  /** Returns whether the type is of the servlet API itself. */
  static boolean isOfApi(Symbol type) {
    String name = type.getQualifiedName().toString();
    return NAMESPACES.stream().anyMatch(name::startsWith);
  }

  static boolean isChain(Tree tree, VisitorState state) {
    return isOf(CHAIN, ASTHelpers.getType(tree), state);
  }

  private static List<Supplier<Type>> types(String... simpleNames) {
    return NAMESPACES.stream()
        .flatMap(namespace -> Stream.of(simpleNames).map(namespace::concat))
        .map(Suppliers::typeFromString)
        .toList();
  }

  private static boolean isOf(List<Supplier<Type>> types, @Nullable Type type, VisitorState state) {
    return type != null
        && type.getKind() != TypeKind.NULL // the subtype of everything
        && Subtypes.isAny(type, types, state);
  }
}
