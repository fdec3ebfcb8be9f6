package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.util.Context;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods that the file under check declares, to look into them; read once for each file. */
final class FileMethods {
  private static final Context.Key<FileMethods> KEY = new Context.Key<>();

  private final CompilationUnitTree file;
  private final Map<MethodSymbol, TreePath> paths = new HashMap<>();

  private FileMethods(CompilationUnitTree file) {
    this.file = file;
    new TreePathScanner<Void, Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, Void unused) {
        MethodSymbol symbol = ASTHelpers.getSymbol(method);
        if (symbol != null && method.getBody() != null) {
          paths.put(symbol, getCurrentPath());
        }
        return super.visitMethod(method, null);
      }
    }.scan(new TreePath(file), null);
  }

  static FileMethods of(VisitorState state) {
    CompilationUnitTree file = state.getPath().getCompilationUnit();
    FileMethods last = state.context.get(KEY);
    if (last == null || last.file != file) {
      last = new FileMethods(file);
      state.context.put(KEY, (FileMethods) null);
      state.context.put(KEY, last);
    }
    return last;
  }

  /** Returns the method as it is written in this file; null where it is not, or has no body. */
  @Nullable TreePath pathOf(MethodSymbol method) {
    return paths.get(method);
  }
}
