package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/** Whether what a cleanup reads is changed when the cleanup has been registered. */
final class LaterWrites {
  private static final String ATOMIC = "java.util.concurrent.atomic.";

  /** What asks an atomic variable for its value. */
  private static final Set<String> READS =
      Set.of(
          "get",
          "getPlain",
          "getAcquire",
          "getOpaque",
          "intValue",
          "longValue",
          "toString",
          "getReference",
          "isMarked",
          "doubleValue");

  private LaterWrites() {}

  static boolean isAtomic(@Nullable Type type) {
    return type != null
        && type.tsym != null
        && type.tsym.getQualifiedName().toString().startsWith(ATOMIC + "Atomic");
  }

  static boolean isAtomicRead(MethodInvocationTree call) {
    return isAtomic(ASTHelpers.getType(ASTHelpers.getReceiver(call)))
        && READS.contains(FileCode.methodName(call));
  }

  /** Returns whether a variable, or what it holds, is changed later than a cleanup is made. */
  static boolean of(Symbol variable, TreePath cleanup, VisitorState state) {
    return of(variable, cleanup, true, state);
  }

  /** Returns whether the method that makes a cleanup changes a variable after that. */
  static boolean byTheSame(Symbol variable, TreePath cleanup, VisitorState state) {
    return of(variable, cleanup, false, state);
  }

  private static boolean of(
      Symbol variable, TreePath cleanup, boolean byOthers, VisitorState state) {
    boolean[] found = {false};
    new TreePathScanner<Void, Void>() {
      @Override
      public Void scan(@Nullable Tree tree, Void unused) {
        if (tree == cleanup.getLeaf()) {
          return null;
        }
        found[0] = found[0] || (tree != null && isLater(tree, getCurrentPath()));
        return found[0] ? null : super.scan(tree, null);
      }

      private boolean isLater(Tree tree, TreePath parent) {
        return isWrite(tree, variable)
            && (sharesMethod(parent, cleanup)
                ? FileCode.isAfter(tree, cleanup.getLeaf(), state) || sharesLoop(parent, cleanup)
                : byOthers && isPlainField(variable) && isInMethodOf(variable, parent));
      }
    }.scan(state.getPath().getCompilationUnit(), null);
    return found[0];
  }

  private static boolean isWrite(Tree tree, Symbol variable) {
    ExpressionTree target = Assignments.targetOf(tree);
    if (target != null) {
      ExpressionTree bare = FileCode.bare(target);
      return FileCode.symbolOf(bare) == variable
          || (bare instanceof ArrayAccessTree cell
              && FileCode.symbolOf(FileCode.bare(cell.getExpression())) == variable);
    }
    return tree instanceof MethodInvocationTree call
        && isAtomic(variable.type)
        && ((FileCode.symbolOf(ASTHelpers.getReceiver(call)) == variable
                && !READS.contains(FileCode.methodName(call)))
            || isGivenAway(call, variable));
  }

  /** Returns whether a method is given the local variable, which it can change. */
  private static boolean isGivenAway(MethodInvocationTree call, Symbol variable) {
    return variable.getKind() != ElementKind.FIELD
        && call.getArguments().stream()
            .anyMatch(
                argument ->
                    argument instanceof IdentifierTree && FileCode.symbolOf(argument) == variable);
  }

  private static boolean isPlainField(Symbol variable) {
    return variable.getKind() == ElementKind.FIELD
        && !isAtomic(variable.type)
        && variable.type.getKind() != TypeKind.ARRAY;
  }

  /** Returns whether a place is in a method of the class that has the field: in no constructor. */
  private static boolean isInMethodOf(Symbol field, TreePath place) {
    List<MethodTree> methods = FileCode.methodsAround(place);
    return !methods.isEmpty()
        && methods.stream()
            .map(FileCode::symbolOf)
            .anyMatch(
                method ->
                    method != null
                        && method.owner == field.owner
                        && method.getKind() == ElementKind.METHOD);
  }

  private static boolean sharesMethod(TreePath one, TreePath other) {
    List<MethodTree> methods = FileCode.methodsAround(one);
    List<MethodTree> others = FileCode.methodsAround(other);
    return methods.stream().anyMatch(others::contains);
  }

  private static boolean sharesLoop(TreePath one, TreePath other) {
    for (Tree tree : other) {
      if (tree instanceof MethodTree || tree instanceof ClassTree) {
        return false;
      }
      if (tree instanceof ForLoopTree
          || tree instanceof EnhancedForLoopTree
          || tree instanceof WhileLoopTree
          || tree instanceof DoWhileLoopTree) {
        for (Tree above : one) {
          if (above == tree) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
