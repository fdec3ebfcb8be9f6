package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.fixes.SuggestedFixes;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CaseTree.CaseKind;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/** The fix that reads a value of the request in front of the statement whose task needs it. */
final class ReadBefore {
  /** What is a value: the request can go, and it stays. */
  private static final Set<String> VALUES =
      Set.of(
          "java.lang.String",
          "java.lang.Object",
          "java.util.Locale",
          "java.security.Principal",
          "java.lang.StringBuffer");

  private ReadBefore() {}

  /** Returns the fix; empty where a task does more with the request than read simple values. */
  static Optional<SuggestedFix> fix(
      List<TaskCode> tasks, List<Capture> captures, VisitorState state) {
    if (tasks.size() != 1) {
      return Optional.empty();
    }
    StatementTree statement = statementAround(tasks.get(0).code(), state);
    SuggestedFix.Builder fix = SuggestedFix.builder();
    Map<String, String> names = new LinkedHashMap<>();
    for (Capture capture : captures) {
      MethodInvocationTree read = readOf(capture, state);
      if (statement == null
          || read == null
          || !FileCode.contains(statement, read, state)
          || isDeclaredIn(statement, capture)) {
        return Optional.empty();
      }
      String source = state.getSourceForNode(read);
      String name = names.get(source);
      if (name == null) {
        int before = tasksBefore(statement, read, state);
        String wanted = nameFor(read) + (before == 0 ? "" : " " + (before + 1));
        name = FreshName.of(wanted, names.values(), state);
        names.put(source, name);
        String type = SuggestedFixes.qualifyType(state, fix, ASTHelpers.getType(read));
        fix.prefixWith(
            statement, type + " " + name + " = " + source + ";\n" + Indent.of(statement, state));
      }
      fix.replace(read, name);
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(fix.build());
  }

  /** Returns the call that reads a simple value of the captured request; null where it is not. */
  private static @Nullable MethodInvocationTree readOf(Capture capture, VisitorState state) {
    TreePath path = TreePath.getPath(state.getPath().getCompilationUnit(), capture.use());
    if (path == null
        || !ServletCode.isRequest(capture.variable().type, state)
        || !(path.getParentPath().getLeaf() instanceof MemberSelectTree select)
        || !(path.getParentPath().getParentPath().getLeaf() instanceof MethodInvocationTree call)
        || call.getMethodSelect() != select) {
      return null;
    }
    String name = select.getIdentifier().toString();
    return (name.startsWith("get") || name.startsWith("is"))
            && isValue(ASTHelpers.getType(call))
            && call.getArguments().stream().allMatch(ReadBefore::isConstant)
        ? call
        : null;
  }

  /**
   * Returns how many tasks of the method, in front of the statement, read what would have the same
   * name: they have fixes of their own, which may be applied too.
   */
  private static int tasksBefore(
      StatementTree statement, MethodInvocationTree read, VisitorState state) {
    int[] count = {0};
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        if (!FileCode.isAfter(call, statement, state)
            && !FileCode.contains(statement, call, state)
            && nameFor(call).equals(nameFor(read))
            && isInTask(getCurrentPath())) {
          count[0]++;
        }
        return super.visitMethodInvocation(call, null);
      }
    }.scan(AfterChain.memberAround(state.getPath()), null);
    return count[0];
  }

  private static boolean isInTask(TreePath read) {
    for (Tree tree : read) {
      if (tree instanceof MethodTree || tree instanceof LambdaExpressionTree) {
        return tree instanceof LambdaExpressionTree
            || ASTHelpers.getSymbol((MethodTree) tree).owner.isAnonymous();
      }
    }
    return false;
  }

  /** Returns whether the variable is known in the statement only: its pattern has matched. */
  private static boolean isDeclaredIn(StatementTree statement, Capture capture) {
    return !capture.isField() && capture.variable().pos >= ASTHelpers.getStartPosition(statement);
  }

  private static boolean isConstant(ExpressionTree argument) {
    return argument instanceof LiteralTree || ASTHelpers.constValue(argument) != null;
  }

  private static boolean isValue(@Nullable Type type) {
    return type != null
        && type.getKind() != TypeKind.VOID
        && (type.isPrimitive() || VALUES.contains(type.tsym.getQualifiedName().toString()));
  }

  /**
   * Returns the statement of a block in which the task is written; null where it is in none, or
   * only in some of its cases.
   */
  private static @Nullable StatementTree statementAround(Tree code, VisitorState state) {
    for (TreePath at = TreePath.getPath(state.getPath().getCompilationUnit(), code);
        at != null;
        at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      Tree parent = at.getParentPath() == null ? null : at.getParentPath().getLeaf();
      if (tree instanceof StatementTree statement && tree != code) {
        return parent instanceof BlockTree
                || (parent instanceof CaseTree branch && branch.getCaseKind() == CaseKind.STATEMENT)
            ? statement
            : null;
      }
      if (tree != code
          && (tree instanceof LambdaExpressionTree
              || tree instanceof MethodTree
              || (tree instanceof ClassTree && !(parent instanceof ExpressionTree))
              || (tree instanceof VariableTree && parent instanceof ClassTree))) {
        return null;
      }
    }
    return null;
  }

  private static String nameFor(MethodInvocationTree read) {
    Object literal =
        read.getArguments().size() == 1 ? ASTHelpers.constValue(read.getArguments().get(0)) : null;
    String name = FileCode.methodName(read).replaceFirst("^(get|is)(?=.)", "");
    return literal instanceof String text && text.matches(".*[A-Za-z].*") ? text : name;
  }
}
