package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.tools.javac.util.Context;
import java.util.function.Function;

/** What is worked out once for the file under check, and shared by the rules. */
final class PerFile<T> {
  private final Context.Key<Kept<T>> key = new Context.Key<>();

  private record Kept<T>(CompilationUnitTree file, T value) {}

  /** Returns what was made for this file; makes it when the file is another than before. */
  T of(VisitorState state, Function<CompilationUnitTree, T> make) {
    CompilationUnitTree file = state.getPath().getCompilationUnit();
    Kept<T> kept = state.context.get(key);
    if (kept == null || kept.file() != file) {
      kept = new Kept<>(file, make.apply(file));
      state.context.put(key, (Kept<T>) null); // a context takes a value once
      state.context.put(key, kept);
    }
    return kept.value();
  }
}
