package dev.backstop.checks;

import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import org.jspecify.annotations.Nullable;

/**
 * Where a value goes from one place of the code.
 *
 * @param at what is evaluated when it goes there
 * @param into the local variable that has it from then on; null where it goes elsewhere
 */
record Flow(Fate fate, Tree at, @Nullable VarSymbol into) {
  static Flow of(Fate fate, Tree at) {
    return new Flow(fate, at, null);
  }
}
