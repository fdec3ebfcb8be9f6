package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls as the rules read them: their name, on what, and which of them run with a statement. */
final class Calls {
  private Calls() {}

  static String name(MethodInvocationTree call) {
    ExpressionTree select = call.getMethodSelect();
    return select instanceof MemberSelectTree member
        ? member.getIdentifier().toString()
        : select instanceof IdentifierTree identifier ? identifier.getName().toString() : "";
  }

  /** Returns the method that is called; null where the code does not compile. */
  static @Nullable MethodSymbol method(MethodInvocationTree call) {
    return ASTHelpers.getSymbol(call.getMethodSelect()) instanceof MethodSymbol method
        ? method
        : null;
  }

  /**
   * Returns the variable that an expression begins with, {@code a} in {@code a.b().c()}; the class
   * of a static call; or null.
   */
  static @Nullable Symbol root(@Nullable ExpressionTree expression) {
    ExpressionTree at = expression;
    while (at != null) {
      if (at instanceof ParenthesizedTree inner) {
        at = inner.getExpression();
      } else if (at instanceof TypeCastTree cast) {
        at = cast.getExpression();
      } else if (at instanceof MethodInvocationTree call) {
        at = ASTHelpers.getReceiver(call);
      } else if (at instanceof MemberSelectTree member) {
        if (member.getExpression() instanceof IdentifierTree owner
            && owner.getName().contentEquals("this")) {
          return ASTHelpers.getSymbol(at);
        }
        at = member.getExpression();
      } else {
        return at instanceof IdentifierTree ? ASTHelpers.getSymbol(at) : null;
      }
    }
    return null;
  }

  /** Returns the calls that run when the tree does, in order; not what lambdas and classes hold. */
  static List<MethodInvocationTree> in(@Nullable Tree tree) {
    List<MethodInvocationTree> calls = new ArrayList<>();
    new Running() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        super.visitMethodInvocation(call, null);
        calls.add(call);
        return null;
      }
    }.scan(tree, null);
    return calls;
  }

  /** Returns whether the tree mentions the variable, be it in a lambda. */
  static boolean mention(@Nullable Tree tree, Symbol variable) {
    boolean[] found = {false};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        found[0] |= variable.equals(ASTHelpers.getSymbol(name));
        return null;
      }

      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree member, @Nullable Void unused) {
        found[0] |= variable.equals(ASTHelpers.getSymbol(member));
        return super.visitMemberSelect(member, null);
      }
    }.scan(tree, null);
    return found[0];
  }

  /** Returns the method of the same file that is called; or null. */
  static @Nullable MethodTree declaration(MethodInvocationTree call, VisitorState state) {
    return FileCode.declarationOf(method(call), state) instanceof MethodTree declared
        ? declared
        : null;
  }

  static boolean declaresChecked(MethodSymbol method, VisitorState state) {
    return method.getThrownTypes().stream()
        .anyMatch(thrown -> ASTHelpers.isCheckedExceptionType(thrown, state));
  }

  /** Returns the source of a tree on one line, for a message. */
  static String shown(Tree tree, VisitorState state) {
    String source = state.getSourceForNode(tree);
    return source == null ? tree.toString() : source.replaceAll("\\s+", " ");
  }

  /** Returns the line on which the name of the call stands. */
  static long line(MethodInvocationTree call, VisitorState state) {
    int at = state.getEndPosition(call.getMethodSelect()) - 1;
    return state.getPath().getCompilationUnit().getLineMap().getLineNumber(Math.max(at, 0));
  }

  /** Visits what runs when a tree does: leaves out the bodies of lambdas and classes. */
  static class Running extends TreeScanner<@Nullable Void, @Nullable Void> {
    @Override
    public @Nullable Void visitLambdaExpression(
        LambdaExpressionTree lambda, @Nullable Void unused) {
      return null;
    }

    @Override
    public @Nullable Void visitMemberReference(
        MemberReferenceTree reference, @Nullable Void unused) {
      return null;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
      return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree creation, @Nullable Void unused) {
      return scan(creation.getArguments(), null);
    }
  }
}
