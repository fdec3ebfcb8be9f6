package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the request outlives the call of the servlet: it was made asynchronous, by the code or by
 * the framework that calls it.
 */
final class AsyncExchange {
  private static final Matcher<ExpressionTree> STARTS =
      ServletCode.methods("ServletRequest", "startAsync", "getAsyncContext");

  private static final Set<String> ASYNC_TYPES =
      Set.of(
          "AsyncContext",
          "AsyncEvent",
          "AsyncListener",
          "ReadListener",
          "WriteListener",
          "AsyncResponse",
          "AsyncWebRequest",
          "WebAsyncManager");

  /** What a handler method returns when its framework makes the request asynchronous. */
  private static final List<String> ASYNC_RESULTS =
      List.of(
          "java.util.concurrent.CompletionStage",
          "java.util.concurrent.Future",
          "java.util.concurrent.Callable",
          "org.springframework.web.context.request.async.DeferredResult",
          "org.springframework.web.context.request.async.WebAsyncTask",
          "org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
          "org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody",
          "org.reactivestreams.Publisher");

  private AsyncExchange() {}

  /** Returns whether the request is asynchronous at a place, as far as the file tells. */
  static boolean isAt(TreePath path, VisitorState state) {
    List<MethodTree> methods = FileCode.methodsAround(path);
    return methods.stream().anyMatch(method -> isAsync(method, state, new HashSet<>()))
        || isListener(path)
        || isKeptAround(path, state);
  }

  /** Returns whether an object around the place keeps what belongs to an asynchronous request. */
  private static boolean isKeptAround(TreePath path, VisitorState state) {
    for (Tree tree : path) {
      if (tree instanceof ClassTree type
          && type.getMembers().stream().anyMatch(member -> keeps(member, state))) {
        return true;
      }
    }
    return false;
  }

  private static boolean keeps(Tree member, VisitorState state) {
    return member instanceof MethodTree method
        ? ASTHelpers.getSymbol(method).isConstructor() && mentions(method, state)
        : member instanceof VariableTree && isAsyncType(typeOf(member));
  }

  private static boolean isAsync(MethodTree method, VisitorState state, Set<Symbol> seen) {
    Symbol symbol = FileCode.symbolOf(method);
    return seen.add(symbol)
        && (mentions(method, state)
            || isHandler(symbol, state)
            || FileCode.callsOf(symbol, state).stream()
                .flatMap(call -> FileCode.methodsAround(call).stream())
                .anyMatch(caller -> isAsync(caller, state, seen)));
  }

  /** Returns whether a method has to do with asynchronous requests. */
  static boolean mentions(MethodTree method, VisitorState state) {
    boolean[] found = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public Void scan(@Nullable Tree tree, Void unused) {
        found[0] =
            found[0]
                || (tree instanceof ExpressionTree expression && STARTS.matches(expression, state))
                || isAsyncType(typeOf(tree));
        return found[0] ? null : super.scan(tree, null);
      }
    }.scan(method, null);
    return found[0];
  }

  private static @Nullable Type typeOf(@Nullable Tree tree) {
    return tree == null || tree instanceof ClassTree ? null : ASTHelpers.getType(tree);
  }

  private static boolean isAsyncType(@Nullable Type type) {
    return type != null
        && type.tsym != null
        && ASYNC_TYPES.contains(type.tsym.getSimpleName().toString());
  }

  /** Returns whether a framework calls the method, and goes on when its result is there. */
  private static boolean isHandler(@Nullable Symbol symbol, VisitorState state) {
    return symbol instanceof MethodSymbol method
        && method.getAnnotationMirrors().stream()
            .map(annotation -> annotation.type.tsym.getQualifiedName().toString())
            .anyMatch(
                name ->
                    name.startsWith("org.springframework.web.bind.annotation.")
                        || name.contains(".ws.rs."))
        && ASYNC_RESULTS.stream()
            .anyMatch(
                result ->
                    ASTHelpers.isSubtype(
                        method.getReturnType(), state.getTypeFromString(result), state));
  }

  private static boolean isListener(TreePath path) {
    for (Tree tree : path) {
      if (tree instanceof ClassTree && FileCode.symbolOf(tree) instanceof Symbol.ClassSymbol type) {
        for (Type above : type.getInterfaces()) {
          if (isAsyncType(above)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
