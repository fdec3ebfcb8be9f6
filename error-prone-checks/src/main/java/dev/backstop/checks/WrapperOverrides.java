package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.TypeSymbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a wrapper of a response overrides, itself or by a superclass, and what it leaves to the
 * wrapper of the servlet API, which passes it by.
 */
final class WrapperOverrides {
  private final ClassTree type;
  private final ClassSymbol symbol;
  private final ClassSymbol wrapper;
  private final VisitorState state;

  private WrapperOverrides(
      ClassTree type, ClassSymbol symbol, ClassSymbol wrapper, VisitorState state) {
    this.type = type;
    this.symbol = symbol;
    this.wrapper = wrapper;
    this.state = state;
  }

  /** Returns those of a class, or null where it extends no wrapper of the servlet API. */
  static @Nullable WrapperOverrides of(ClassTree type, VisitorState state) {
    ClassSymbol symbol = ASTHelpers.getSymbol(type);
    TypeSymbol above = symbol == null ? null : symbol.getSuperclass().tsym;
    while (above instanceof ClassSymbol wrapper) {
      if (ServletCode.isOfApi(wrapper)) {
        return isApiWrapper(wrapper) ? new WrapperOverrides(type, symbol, wrapper, state) : null;
      }
      above = wrapper.getSuperclass().tsym;
    }
    return null;
  }

  /** Returns the method that the class overrides itself, with as many parameters; or null. */
  @Nullable MethodTree own(String name, int parameters) {
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method
          && method.getName().contentEquals(name)
          && method.getParameters().size() == parameters
          && !ASTHelpers.findSuperMethods(ASTHelpers.getSymbol(method), state.getTypes())
              .isEmpty()) {
        return method;
      }
    }
    return null;
  }

  /**
   * Returns what the wrapper of the servlet API has of that name, with one of these numbers of
   * parameters, and nobody overrides; those with fewer parameters first.
   */
  List<MethodSymbol> missing(String name, List<Integer> parameters) {
    List<MethodSymbol> missing = new ArrayList<>();
    for (TypeSymbol at = wrapper; at instanceof ClassSymbol api; at = api.getSuperclass().tsym) {
      for (Symbol member : api.members().getSymbolsByName(state.getName(name))) {
        if (member instanceof MethodSymbol method
            && parameters.contains(method.getParameters().size())
            && isLeftToApi(method)) {
          missing.add(method);
        }
      }
    }
    missing.sort(
        Comparator.comparing((MethodSymbol method) -> method.getParameters().size())
            .thenComparing(MethodSymbol::toString));
    return missing;
  }

  private boolean isLeftToApi(MethodSymbol method) {
    MethodSymbol runs = method.implementation(symbol, state.getTypes(), true);
    return runs != null && isApiWrapper(runs.owner);
  }

  /** Not a wrapper that a servlet of the API has for itself. */
  private static boolean isApiWrapper(Symbol type) {
    return ServletCode.isOfApi(type)
        && type.getSimpleName().toString().endsWith("ServletResponseWrapper");
  }
}
