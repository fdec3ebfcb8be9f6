package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.util.ASTHelpers;
import com.sun.tools.javac.code.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which type is a subtype of which, as far as the types are known. To javac what it could not
 * resolve, and a type variable with such a bound, is a subtype of everything.
 */
final class Subtypes {
  private Subtypes() {}

  /** Returns whether the type is known to be one of the wanted ones. */
  static boolean isAny(@Nullable Type type, List<Supplier<Type>> wanted, VisitorState state) {
    return type != null && wanted.stream().anyMatch(one -> isKnown(type, one.get(state), state));
  }

  private static boolean isKnown(Type type, @Nullable Type wanted, VisitorState state) {
    if (wanted == null || !ASTHelpers.isSubtype(type, wanted, state)) {
      return false;
    }
    Type bound = ASTHelpers.getUpperBound(type, state.getTypes());
    return state.getTypes().closure(bound).stream().anyMatch(above -> above.tsym == wanted.tsym);
  }
}
