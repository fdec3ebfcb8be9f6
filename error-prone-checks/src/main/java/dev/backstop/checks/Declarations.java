package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Symbol;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the file under check declares its classes, methods and variables. */
final class Declarations {
  private static final PerFile<Declarations> OF_FILE = new PerFile<>();

  private final Map<Symbol, TreePath> paths = new HashMap<>();

  private Declarations(CompilationUnitTree file) {
    new TreePathScanner<Void, Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, Void unused) {
        if (tree instanceof ClassTree
            || tree instanceof MethodTree
            || tree instanceof VariableTree) {
          Symbol symbol = FileCode.symbolOf(tree);
          if (symbol != null) {
            paths.putIfAbsent(symbol, new TreePath(getCurrentPath(), tree));
          }
        }
        return super.scan(tree, null);
      }
    }.scan(new TreePath(file), null);
  }

  static Declarations of(VisitorState state) {
    return OF_FILE.of(state, Declarations::new);
  }

  /** Returns where the file declares it; null where another does, or nobody. */
  @Nullable TreePath pathOf(@Nullable Symbol symbol) {
    return symbol == null ? null : paths.get(symbol);
  }
}
