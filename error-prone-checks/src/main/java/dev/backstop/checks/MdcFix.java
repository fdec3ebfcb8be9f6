package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The fix that ends a field of the logging context where the block ends that it is put in. */
final class MdcFix {
  private MdcFix() {}

  /** Returns the fix; empty where the rest of the block is none to put into a try statement. */
  static Optional<SuggestedFix> of(MethodInvocationTree put, VisitorState state) {
    TreePath path = state.getPath().getParentPath();
    if (!(path.getLeaf() instanceof ExpressionStatementTree statement)
        || !(path.getParentPath().getLeaf() instanceof BlockTree block)
        || !(put.getMethodSelect() instanceof MemberSelectTree select)
        || put.getArguments().size() != 2
        || !isFixed(put.getArguments().get(0))) {
      return Optional.empty();
    }
    List<? extends StatementTree> statements = block.getStatements();
    List<? extends StatementTree> rest =
        statements.subList(statements.indexOf(statement) + 1, statements.size());
    if (rest.isEmpty()
        || statements.stream()
            .limit(statements.indexOf(statement))
            .anyMatch(before -> isPut(before, select, state))) {
      return Optional.empty();
    }
    if (rest.stream().noneMatch(after -> TakenBack.callsChain(after, state))
        && TakenBack.callsChain(AfterChain.memberAround(path).getLeaf(), state)) {
      return Optional.empty(); // the chain, which runs elsewhere, is to see the field
    }
    String context = state.getSourceForNode(select.getExpression());
    String key = state.getSourceForNode(put.getArguments().get(0));
    String indent = Indent.of(statement, state);
    Symbol type = FileCode.symbolOf(select.getExpression());
    boolean closeable = type != null && hasCloseable(type);
    SuggestedFix.Builder fix = SuggestedFix.builder();
    if (closeable) {
      String name = FreshName.of(nameOf(key), Set.of(), state);
      String value = state.getSourceForNode(put.getArguments().get(1));
      fix.replace(
          statement,
          "try ("
              + (context + ".MDCCloseable " + name + " = ")
              + (context + ".putCloseable(" + key + ", " + value + ")) {"));
    } else {
      fix.postfixWith(statement, "\n" + indent + "try {");
    }
    rest.stream().filter(after -> isRemoval(after, put, state)).forEach(fix::delete);
    fix.postfixWith(
        rest.get(rest.size() - 1),
        "\n" + indent + (closeable ? "}" : "} finally { " + context + ".remove(" + key + "); }"));
    return Optional.of(fix.build());
  }

  /** Fixes that end at the same place cannot be applied together: the first put is mended first. */
  private static boolean isPut(
      StatementTree statement, MemberSelectTree select, VisitorState state) {
    return statement instanceof ExpressionStatementTree expression
        && expression.getExpression() instanceof MethodInvocationTree call
        && Objects.equals(
            state.getSourceForNode(call.getMethodSelect()), state.getSourceForNode(select));
  }

  /** Returns whether a statement removes the field where nothing is thrown. */
  private static boolean isRemoval(
      StatementTree statement, MethodInvocationTree put, VisitorState state) {
    return statement instanceof ExpressionStatementTree expression
        && expression.getExpression() instanceof MethodInvocationTree call
        && FileCode.methodName(call).equals("remove")
        && LoggingContextCalls.isEndOf(put, call, state);
  }

  private static boolean hasCloseable(Symbol type) {
    return ASTHelpers.getEnclosedElements(type).stream()
        .anyMatch(member -> member.getSimpleName().contentEquals("MDCCloseable"));
  }

  private static boolean isFixed(ExpressionTree key) {
    Tree bare = ASTHelpers.stripParentheses(key);
    return ASTHelpers.constValue(key) != null
        || (FileCode.symbolOf(bare) instanceof Symbol.VarSymbol variable
            && ASTHelpers.isConsideredFinal(variable));
  }

  private static String nameOf(String key) {
    return (key.startsWith("\"")
            ? key
            : key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
        + "-field";
  }
}
