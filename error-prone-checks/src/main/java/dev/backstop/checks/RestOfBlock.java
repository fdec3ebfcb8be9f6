package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.Replacements.CoalescePolicy;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.fixes.SuggestedFixes;
import com.google.errorprone.util.ASTHelpers;
import com.google.errorprone.util.FindIdentifiers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Kinds.KindSelector;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement that starts something, and what follows it in its block: to be wrapped by a fix. */
final class RestOfBlock {
  private final MethodInvocationTree start;
  private final Protocol protocol;
  private final StatementTree statement;
  private final TreePath block;
  private final VisitorState state;

  private RestOfBlock(
      MethodInvocationTree start,
      Protocol protocol,
      StatementTree statement,
      TreePath block,
      VisitorState state) {
    this.start = start;
    this.protocol = protocol;
    this.statement = statement;
    this.block = block;
    this.state = state;
  }

  /** Returns the rest behind a start that is a statement of its own, or declares a variable. */
  static Optional<RestOfBlock> behind(
      MethodInvocationTree start, Protocol protocol, VisitorState state) {
    TreePath at = state.getPath().getParentPath();
    boolean alone =
        at.getLeaf() instanceof ExpressionStatementTree
            || (at.getLeaf() instanceof VariableTree variable
                && variable.getInitializer() == start);
    return alone
            && at.getParentPath().getLeaf() instanceof BlockTree block
            && !isOneOfSeveral(at.getLeaf(), block)
        ? Optional.of(
            new RestOfBlock(
                start, protocol, (StatementTree) at.getLeaf(), at.getParentPath(), state))
        : Optional.empty();
  }

  /** {@code Span a = .., b = ..;} is one statement in the source, and two in the tree. */
  private static boolean isOneOfSeveral(Tree statement, BlockTree block) {
    return statement instanceof VariableTree
        && block.getStatements().stream()
            .anyMatch(
                other ->
                    other != statement
                        && other instanceof VariableTree
                        && ASTHelpers.getStartPosition(other)
                            == ASTHelpers.getStartPosition(statement));
  }

  /** Opens it in a try-with-resources over the rest. */
  SuggestedFix closed() {
    SuggestedFix.Builder fix = builder();
    String resource =
        statement instanceof VariableTree own
            ? isResource(own) ? source(own).replaceFirst(";\\s*$", "") : ""
            : declared(freeName(), ASTHelpers.getType(start), fix);
    return resource.isEmpty()
        ? SuggestedFix.emptyFix()
        : fix.replace(statement, "try (" + resource + ") {")
            .replace(endOfBlock(), endOfBlock(), "}\n")
            .build();
  }

  /** Ends it in a finally block around the rest, and nowhere else there. */
  SuggestedFix ended() {
    SuggestedFix.Builder fix = builder();
    VarSymbol variable = variable();
    String name = variable == null ? freeName() : variable.getSimpleName().toString();
    Type type = ASTHelpers.getType(start);
    String end = hasEnd(type) ? "end" : "finish";
    if (variable == null) {
      String declared = declared(name, type, fix);
      if (declared.isEmpty()) {
        return SuggestedFix.emptyFix();
      }
      fix.replace(statement, declared + ";\ntry {");
    } else if (isDeclaredHere(variable)
        && SimpleEnds.areAll(variable, end, usesOf(variable), block, fix, state)) {
      fix.postfixWith(statement, "\ntry {");
    } else {
      return SuggestedFix.emptyFix();
    }
    return fix.replace(endOfBlock(), endOfBlock(), "} finally {\n" + name + "." + end + "();\n}\n")
        .build();
  }

  /** Where another is started behind it in the block, its own block is closed first. */
  private static SuggestedFix.Builder builder() {
    return SuggestedFix.builder().setCoalescePolicy(CoalescePolicy.REPLACEMENT_FIRST);
  }

  private @Nullable VarSymbol variable() {
    return statement instanceof VariableTree own
        ? ASTHelpers.getSymbol(own)
        : Started.variableOf(start, protocol, state);
  }

  private boolean isDeclaredHere(VarSymbol variable) {
    return ((BlockTree) block.getLeaf())
        .getStatements().stream()
            .anyMatch(
                one -> one instanceof VariableTree && variable.equals(ASTHelpers.getSymbol(one)));
  }

  private Uses usesOf(VarSymbol variable) {
    TreePath body = Bodies.around(state.getPath());
    return Uses.of(variable, body == null ? block : body, new Flows(protocol, state));
  }

  private static boolean hasEnd(@Nullable Type type) {
    return type != null
        && ASTHelpers.getEnclosedElements(type.tsym).stream()
            .anyMatch(member -> member.getSimpleName().contentEquals("end"));
  }

  /** A resource keeps its value, and the type of the scope: the close of others may throw. */
  private boolean isResource(VariableTree own) {
    return ASTHelpers.isConsideredFinal(ASTHelpers.getSymbol(own))
        && Protocol.SCOPE.isOf(ASTHelpers.getType(own), state);
  }

  /** Returns the declaration of a variable for what is dropped; empty where it can have none. */
  private String declared(String name, @Nullable Type type, SuggestedFix.Builder fix) {
    return type == null || isBehindAnother()
        ? ""
        : SuggestedFixes.qualifyType(state, fix, type) + " " + name + " = " + source(start);
  }

  /**
   * Returns whether another is dropped in front of it, of which a fix makes a variable of the same
   * name. Once that has been mended, this one finds its own.
   */
  private boolean isBehindAnother() {
    for (TreePath at = state.getPath(); at.getParentPath() != null; at = at.getParentPath()) {
      if (at.getParentPath().getLeaf() instanceof BlockTree around) {
        for (StatementTree before : around.getStatements()) {
          if (before == at.getLeaf()) {
            break;
          }
          if (before instanceof ExpressionStatementTree expression
              && expression.getExpression() instanceof MethodInvocationTree call
              && Protocol.startedBy(call, state) == protocol) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private String freeName() {
    boolean[] taken = {FindIdentifiers.findIdent(protocol.noun(), state, KindSelector.VAR) != null};
    new TreeScanner<Void, Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree variable, Void unused) {
        taken[0] |= variable.getName().contentEquals(protocol.noun());
        return super.visitVariable(variable, null);
      }
    }.scan(outermostBody(), null);
    return taken[0] ? FreshName.of(protocol.noun(), List.of(), state) : protocol.noun();
  }

  private Tree outermostBody() {
    TreePath outermost = block;
    for (TreePath at = Bodies.around(block); at != null; at = Bodies.around(at)) {
      outermost = at;
    }
    return outermost.getLeaf();
  }

  private int endOfBlock() {
    return state.getEndPosition(block.getLeaf()) - 1;
  }

  private String source(Tree tree) {
    String source = state.getSourceForNode(tree);
    return source == null ? "" : source;
  }
}
