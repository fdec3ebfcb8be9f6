package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Attribute;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who ends what: the ownership annotations of Backstop, and those of the Checker Framework. */
final class Ownership {
  private Ownership() {}

  /** Returns whether the caller must end what the call returns. */
  static boolean isOwningResult(MethodInvocationTree call, VisitorState state) {
    MethodSymbol method = symbolOf(call);
    return method != null && isAnnotated(method, "Owning", state);
  }

  /** Returns whether somebody else than the caller ends what the call returns. */
  static boolean isNotOwningResult(MethodInvocationTree call, VisitorState state) {
    MethodSymbol method = symbolOf(call);
    return method != null && isAnnotated(method, "NotOwning", state);
  }

  /** Returns whether the method ends the argument; null where nothing says so, or not so. */
  static @Nullable Boolean takes(Tree call, ExpressionTree argument, VisitorState state) {
    MethodSymbol method = symbolOf(call);
    if (method == null) {
      return null;
    }
    int index = argumentsOf(call).indexOf(argument);
    Boolean taken = taken(method, index);
    if (taken == null) {
      for (MethodSymbol overridden : ASTHelpers.findSuperMethods(method, state.getTypes())) {
        taken = taken == null ? taken(overridden, index) : taken;
      }
    }
    return taken;
  }

  /** Returns the parameter that an argument becomes; null where that is not known. */
  static @Nullable VarSymbol parameterOf(MethodSymbol method, int argument) {
    List<VarSymbol> parameters = method.getParameters();
    if (argument < 0 || parameters.isEmpty()) {
      return null;
    }
    return argument < parameters.size() || method.isVarArgs()
        ? parameters.get(Math.min(argument, parameters.size() - 1))
        : null;
  }

  static List<? extends ExpressionTree> argumentsOf(Tree call) {
    return call instanceof MethodInvocationTree invocation
        ? invocation.getArguments()
        : call instanceof NewClassTree creation ? creation.getArguments() : List.of();
  }

  static @Nullable MethodSymbol symbolOf(Tree call) {
    return ASTHelpers.getSymbol(call) instanceof MethodSymbol method ? method : null;
  }

  private static @Nullable Boolean taken(MethodSymbol method, int index) {
    VarSymbol parameter = parameterOf(method, index);
    if (parameter == null) {
      return null;
    }
    if (has(parameter, "Owning")) {
      return true;
    }
    return has(parameter, "NotOwning") ? false : null;
  }

  private static boolean isAnnotated(MethodSymbol method, String name, VisitorState state) {
    return has(method, name)
        || ASTHelpers.findSuperMethods(method, state.getTypes()).stream()
            .anyMatch(overridden -> has(overridden, name));
  }

  private static boolean has(Symbol symbol, String name) {
    return Stream.concat(
            symbol.getAnnotationMirrors().stream(), symbol.getRawTypeAttributes().stream())
        .map(Attribute.Compound::getAnnotationType)
        .map(type -> type.toString())
        .anyMatch(
            type ->
                type.equals("dev.backstop.ownership." + name) || type.endsWith(".qual." + name));
  }
}
