package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.tree.JCTree.JCClassDecl;
import com.sun.tools.javac.tree.JCTree.JCMemberReference;
import com.sun.tools.javac.tree.JCTree.JCMethodDecl;
import com.sun.tools.javac.tree.JCTree.JCNewClass;
import com.sun.tools.javac.tree.JCTree.JCVariableDecl;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the file under check declares, where it calls it, and what lies where in it. */
final class FileCode {
  private FileCode() {}

  /** Returns the symbol that a tree names or declares; null where the compiler knows none. */
  static @Nullable Symbol symbolOf(@Nullable Tree tree) {
    if (tree instanceof MethodInvocationTree call) {
      return symbolOf(call.getMethodSelect());
    } else if (tree instanceof JCNewClass made) {
      return made.constructor;
    } else if (tree instanceof JCMemberReference reference) {
      return reference.sym == null ? null : reference.sym.baseSymbol();
    } else if (tree instanceof JCVariableDecl variable) {
      return variable.sym;
    } else if (tree instanceof JCMethodDecl method) {
      return method.sym;
    } else if (tree instanceof JCClassDecl type) {
      return type.sym;
    } else if (tree instanceof ExpressionTree) {
      Symbol symbol = ASTHelpers.getSymbol(tree);
      return symbol == null ? null : symbol.baseSymbol();
    }
    return null;
  }

  /** Returns the name of the method that is called or referred to; empty for all else. */
  static String methodName(Tree tree) {
    if (tree instanceof MemberReferenceTree reference) {
      return reference.getName().toString();
    }
    Symbol symbol = tree instanceof MethodInvocationTree ? symbolOf(tree) : null;
    return symbol == null ? "" : symbol.getSimpleName().toString();
  }

  /** Returns the expression without parentheses and casts. */
  static ExpressionTree bare(ExpressionTree expression) {
    if (expression instanceof ParenthesizedTree parentheses) {
      return bare(parentheses.getExpression());
    }
    return expression instanceof TypeCastTree cast ? bare(cast.getExpression()) : expression;
  }

  /** Returns where the file declares the class, method or variable; null where it does not. */
  static @Nullable Tree declarationOf(@Nullable Symbol symbol, VisitorState state) {
    TreePath path = Declarations.of(state).pathOf(symbol);
    return path == null ? null : path.getLeaf();
  }

  /** Returns the initializer of a variable of the file; null where it has none. */
  static @Nullable ExpressionTree initializerOf(@Nullable Symbol variable, VisitorState state) {
    return declarationOf(variable, state) instanceof VariableTree declared
        ? declared.getInitializer()
        : null;
  }

  /** Returns where the file calls a method, or refers to it. */
  static List<TreePath> callsOf(@Nullable Symbol method, VisitorState state) {
    List<TreePath> found = new ArrayList<>();
    if (method != null) {
      new TreePathScanner<Void, Void>() {
        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
          note(call);
          return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree reference, Void unused) {
          note(reference);
          return super.visitMemberReference(reference, null);
        }

        private void note(Tree tree) {
          if (symbolOf(tree) == method) {
            found.add(getCurrentPath());
          }
        }
      }.scan(state.getPath().getCompilationUnit(), null);
    }
    return found;
  }

  /** Returns the calls, constructor calls and method references within a tree, in their order. */
  static List<ExpressionTree> callsIn(@Nullable Tree tree) {
    List<ExpressionTree> found = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void scan(@Nullable Tree inner, Void unused) {
        if (inner instanceof MethodInvocationTree
            || inner instanceof MemberReferenceTree
            || inner instanceof NewClassTree) {
          found.add((ExpressionTree) inner);
        }
        return super.scan(inner, null);
      }
    }.scan(tree, null);
    return found;
  }

  /** Returns the methods around a place, the innermost first. */
  static List<MethodTree> methodsAround(TreePath path) {
    List<MethodTree> methods = new ArrayList<>();
    for (Tree tree : path) {
      if (tree instanceof MethodTree method) {
        methods.add(method);
      }
    }
    return methods;
  }

  /** Returns whether the whole of a tree lies in another. */
  static boolean contains(@Nullable Tree outer, Tree inner, VisitorState state) {
    return outer != null
        && ASTHelpers.getStartPosition(outer) <= ASTHelpers.getStartPosition(inner)
        && state.getEndPosition(inner) <= state.getEndPosition(outer);
  }

  /** Returns whether a tree begins where another has ended, or later. */
  static boolean isAfter(Tree later, Tree earlier, VisitorState state) {
    return ASTHelpers.getStartPosition(later) >= state.getEndPosition(earlier);
  }

  /** Returns the line on which a tree begins. */
  static long lineOf(Tree tree, VisitorState state) {
    return state
        .getPath()
        .getCompilationUnit()
        .getLineMap()
        .getLineNumber(Math.max(ASTHelpers.getStartPosition(tree), 0));
  }
}
