package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.fixes.SuggestedFixes;
import com.google.errorprone.util.ASTHelpers;
import com.google.errorprone.util.FindIdentifiers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Kinds.KindSelector;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement that starts something, and what follows it in its block: to be wrapped by a fix. */
final class RestOfBlock {
  private final MethodInvocationTree start;
  private final StatementTree statement;
  private final TreePath block;
  private final VisitorState state;

  private RestOfBlock(
      MethodInvocationTree start, StatementTree statement, TreePath block, VisitorState state) {
    this.start = start;
    this.statement = statement;
    this.block = block;
    this.state = state;
  }

  /** Returns the rest behind a start that is a statement of its own, or declares a variable. */
  static Optional<RestOfBlock> behind(MethodInvocationTree start, VisitorState state) {
    TreePath at = state.getPath().getParentPath();
    boolean alone =
        at.getLeaf() instanceof ExpressionStatementTree
            || (at.getLeaf() instanceof VariableTree variable
                && variable.getInitializer() == start);
    return alone
            && at.getParentPath().getLeaf() instanceof BlockTree block
            && isDeclaredAlone(at.getLeaf(), block)
            && isFirst(start, at.getLeaf(), block, state)
        ? Optional.of(
            new RestOfBlock(start, (StatementTree) at.getLeaf(), at.getParentPath(), state))
        : Optional.empty();
  }

  /** Returns whether no other variable is declared in the same statement. */
  private static boolean isDeclaredAlone(Tree statement, BlockTree block) {
    int from = ASTHelpers.getStartPosition(statement);
    return block.getStatements().stream()
            .filter(other -> ASTHelpers.getStartPosition(other) == from)
            .count()
        == 1;
  }

  /**
   * Returns whether nothing of the kind is started in front of it: fixes that end at the same place
   * cannot be applied together. Where the first has been, the next is offered.
   */
  private static boolean isFirst(
      MethodInvocationTree start, Tree statement, BlockTree block, VisitorState state) {
    Protocol protocol = Protocol.startedBy(start, state);
    for (StatementTree before : block.getStatements()) {
      if (before == statement) {
        return true;
      }
      Tree value =
          before instanceof VariableTree variable
              ? variable.getInitializer()
              : before instanceof ExpressionStatementTree expression
                  ? expression.getExpression()
                  : null;
      if (value instanceof MethodInvocationTree call
          && Protocol.startedBy(call, state) == protocol) {
        return false;
      }
    }
    return true;
  }

  /** Opens it in a try-with-resources over the rest. */
  SuggestedFix closed() {
    SuggestedFix.Builder fix = SuggestedFix.builder();
    String resource =
        statement instanceof VariableTree variable
            ? isResource(variable) ? source(statement) : ""
            : declared(fix);
    return resource.isEmpty()
        ? SuggestedFix.emptyFix()
        : fix.replace(statement, "try (" + resource.replaceFirst(";\\s*$", "") + ") {")
            .replace(endOfBlock(), endOfBlock(), "}\n")
            .build();
  }

  /** A resource keeps its value, and the type of the scope: the close of others may throw. */
  private boolean isResource(VariableTree variable) {
    return ASTHelpers.isConsideredFinal(ASTHelpers.getSymbol(variable))
        && Protocol.SCOPE.isOf(ASTHelpers.getType(variable), state);
  }

  /** Ends it in a finally block around the rest, and nowhere else there. */
  SuggestedFix ended(Protocol protocol) {
    SuggestedFix.Builder fix = SuggestedFix.builder();
    String name;
    if (statement instanceof VariableTree variable) {
      name = variable.getName().toString();
      Ends ends = new Ends(ASTHelpers.getSymbol(variable), protocol, fix);
      ends.scan(block, null);
      if (!ends.areSimple) {
        return SuggestedFix.emptyFix();
      }
      fix.postfixWith(statement, "\ntry {");
    } else {
      name = protocol.noun();
      String declared = declared(fix);
      if (declared.isEmpty()) {
        return SuggestedFix.emptyFix();
      }
      fix.replace(statement, declared + ";\ntry {");
    }
    return fix.replace(
            endOfBlock(), endOfBlock(), "} finally {\n" + name + "." + endMethod() + "();\n}\n")
        .build();
  }

  private String endMethod() {
    Type type = ASTHelpers.getType(start);
    boolean end =
        type != null
            && ASTHelpers.getEnclosedElements(type.tsym).stream()
                .anyMatch(member -> member.getSimpleName().contentEquals("end"));
    return end ? "end" : "finish";
  }

  /** Returns the declaration of a variable for what is dropped; empty where its name is taken. */
  private String declared(SuggestedFix.Builder fix) {
    Type type = ASTHelpers.getType(start);
    String name = Protocol.ofType(type, state) == Protocol.SCOPE ? "scope" : "span";
    return type == null || isTaken(name)
        ? ""
        : SuggestedFixes.qualifyType(state, fix, type) + " " + name + " = " + source(start);
  }

  private boolean isTaken(String name) {
    boolean[] taken = {FindIdentifiers.findIdent(name, state, KindSelector.VAR) != null};
    new TreePathScanner<Void, Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree variable, Void unused) {
        taken[0] |= variable.getName().contentEquals(name);
        return super.visitVariable(variable, null);
      }
    }.scan(block, null);
    return taken[0];
  }

  private int endOfBlock() {
    return state.getEndPosition(block.getLeaf()) - 1;
  }

  private String source(Tree tree) {
    String source = state.getSourceForNode(tree);
    return source == null ? "" : source;
  }

  /** Takes away the ends that the block has, each a statement of its own; others must not be. */
  private final class Ends extends TreePathScanner<Void, Void> {
    private final VarSymbol variable;
    private final Protocol protocol;
    private final SuggestedFix.Builder fix;
    boolean areSimple = true;

    Ends(VarSymbol variable, Protocol protocol, SuggestedFix.Builder fix) {
      this.variable = variable;
      this.protocol = protocol;
      this.fix = fix;
    }

    @Override
    public @Nullable Void visitTry(TryTree attempt, Void unused) {
      BlockTree last = attempt.getFinallyBlock();
      if (last == null || last.getStatements().size() != 1 || !isEnd(last.getStatements().get(0))) {
        return super.visitTry(attempt, null);
      }
      Tree before =
          attempt.getCatches().isEmpty()
              ? attempt.getBlock()
              : attempt.getCatches().get(attempt.getCatches().size() - 1);
      fix.replace(state.getEndPosition(before), state.getEndPosition(attempt), "");
      if (attempt.getCatches().isEmpty() && attempt.getResources().isEmpty()) {
        fix.replace(
            ASTHelpers.getStartPosition(attempt),
            ASTHelpers.getStartPosition(attempt.getBlock()),
            "");
      }
      scan(attempt.getResources(), null);
      scan(attempt.getBlock(), null);
      return scan(attempt.getCatches(), null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
      if (variable.equals(ASTHelpers.getSymbol(ASTHelpers.getReceiver(call)))
          && protocol.isEnd(Calls.name(call))) {
        Tree parent = getCurrentPath().getParentPath().getLeaf();
        boolean simple =
            call.getArguments().isEmpty()
                && parent instanceof ExpressionStatementTree
                && Bodies.callbackAround(getCurrentPath(), block.getLeaf()) == null;
        areSimple &= simple;
        if (simple) {
          boolean inBlock =
              getCurrentPath().getParentPath().getParentPath().getLeaf() instanceof BlockTree;
          fix.replace(parent, inBlock ? "" : "{}");
        }
      }
      return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree identifier, Void unused) {
      if (variable.equals(ASTHelpers.getSymbol(identifier))) {
        Flow flow = new Flows(protocol, state).of(getCurrentPath());
        boolean endsIt =
            flow.at() instanceof MethodInvocationTree call
                && protocol.isEnd(Calls.name(call))
                && variable.equals(ASTHelpers.getSymbol(ASTHelpers.getReceiver(call)));
        areSimple &= flow.into() == null && (flow.fate() == Fate.USED || endsIt);
      }
      return null;
    }

    private boolean isEnd(StatementTree last) {
      return last instanceof ExpressionStatementTree only
          && only.getExpression() instanceof MethodInvocationTree call
          && call.getArguments().isEmpty()
          && protocol.isEnd(Calls.name(call))
          && variable.equals(ASTHelpers.getSymbol(ASTHelpers.getReceiver(call)));
    }
  }
}
