package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ElementKind;

/**
 * A use, in the code of a task, of a variable that was declared outside of it.
 *
 * @param variable a local variable, a parameter, or a field of an object around the task
 * @param use where the task reads or changes it
 */
record Capture(VarSymbol variable, ExpressionTree use) {
  private static final int MAX_STEPS = 4;

  boolean isField() {
    return variable.getKind() == ElementKind.FIELD;
  }

  /** Returns what a task captures, by itself or by another lambda that it calls. */
  static List<Capture> in(Tree code, VisitorState state) {
    List<Capture> found = new ArrayList<>();
    add(code, state, found, new HashSet<>(), 0);
    return found;
  }

  private static void add(
      Tree code, VisitorState state, List<Capture> found, Set<Symbol> followed, int steps) {
    Set<Symbol> own = declaredIn(code);
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitIdentifier(IdentifierTree name, Void unused) {
        note(name);
        return null;
      }

      @Override
      public Void visitMemberSelect(MemberSelectTree select, Void unused) {
        if (isThis(select.getExpression())) {
          note(select);
          return null;
        }
        return super.visitMemberSelect(select, null);
      }

      private void note(ExpressionTree use) {
        if (FileCode.symbolOf(use) instanceof VarSymbol variable
            && !ASTHelpers.isStatic(variable)
            && !variable.getSimpleName().contentEquals("this")
            && !variable.getSimpleName().contentEquals("super")
            && !own.contains(variable)
            && !own.contains(variable.owner)) {
          found.add(new Capture(variable, use));
          if (steps < MAX_STEPS && followed.add(variable)) {
            ExpressionTree value = FileCode.initializerOf(variable, state);
            if (value instanceof LambdaExpressionTree || value instanceof MemberReferenceTree) {
              add(value, state, found, followed, steps + 1);
            }
          }
        }
      }
    }.scan(code, null);
  }

  private static boolean isThis(ExpressionTree expression) {
    return (expression instanceof IdentifierTree name && name.getName().contentEquals("this"))
        || (expression instanceof MemberSelectTree select
            && select.getIdentifier().contentEquals("this"));
  }

  private static Set<Symbol> declaredIn(Tree code) {
    Set<Symbol> symbols = new HashSet<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree variable, Void unused) {
        symbols.add(FileCode.symbolOf(variable));
        return super.visitVariable(variable, null);
      }

      @Override
      public Void visitClass(ClassTree type, Void unused) {
        symbols.add(FileCode.symbolOf(type));
        return super.visitClass(type, null);
      }
    }.scan(code, null);
    return symbols;
  }
}
