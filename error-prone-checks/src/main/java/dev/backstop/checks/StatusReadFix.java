package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/**
 * Moves what reads the status from a finally block to a cleanup of Backstop, which knows the status
 * that the client has read. No fix where the code would not be right there: where it needs more of
 * the request or the response than the outcome has, or variables that change; and where Backstop is
 * not on the class path.
 */
final class StatusReadFix {
  private static final String EXCHANGE = "dev.backstop.Exchange";

  private static final Supplier<Type> EXCHANGE_TYPE = Suppliers.typeFromString(EXCHANGE);
  private static final Supplier<Type> REQUEST_TYPE =
      Suppliers.typeFromString("jakarta.servlet.ServletRequest");

  /** What the outcome knows of the request. */
  private static final Map<String, String> OF_OUTCOME =
      Map.of("getMethod", "method()", "getRequestURI", "path()");

  private final TryTree attempt;
  private final VisitorState state;
  private final String outcome;

  private StatusReadFix(TryTree attempt, VisitorState state, String outcome) {
    this.attempt = attempt;
    this.state = state;
    this.outcome = outcome;
  }

  /** Returns the fix, an empty one where there is none. */
  static SuggestedFix of(
      TryTree attempt, MethodInvocationTree chainCall, TreePath read, VisitorState state) {
    String request = requestOf(chainCall, attempt, state);
    if (request == null
        || EXCHANGE_TYPE.get(state) == null
        || !(state.getPath().getParentPath().getLeaf() instanceof BlockTree)
        || ResponseCalls.responseOfStatusRead(read.getLeaf(), state) == null) {
      return SuggestedFix.emptyFix();
    }
    Symbol method = ASTHelpers.getSymbol(AfterChain.memberAround(read).getLeaf());
    Tree member = AfterChain.memberAround(read).getLeaf();
    String outcome =
        Stream.of("outcome", "ended")
            .filter(name -> !mentions(member, name))
            .findFirst()
            .orElseGet(() -> FreshName.of("ended outcome", Set.of(), state));
    return method == null
        ? SuggestedFix.emptyFix()
        : new StatusReadFix(attempt, state, outcome).move(read, request);
  }

  private SuggestedFix move(TreePath read, String request) {
    List<? extends StatementTree> cleanup = attempt.getFinallyBlock().getStatements();
    List<? extends StatementTree> moved = moved(read, cleanup);
    StringBuilder code = new StringBuilder();
    for (StatementTree statement : moved) {
      String text = inCleanup(statement, moved);
      if (text == null) {
        return SuggestedFix.emptyFix();
      }
      code.append(text).append('\n');
    }
    String body = code.toString().strip();
    if (moved.size() == 1 && moved.get(0) instanceof ExpressionStatementTree) {
      body = body.substring(0, body.length() - 1); // the semicolon
    } else {
      body = "{\n" + body + "\n}";
    }
    SuggestedFix.Builder fix =
        SuggestedFix.builder()
            .addImport(EXCHANGE)
            .prefixWith(
                attempt,
                "Exchange.of("
                    + request
                    + ").cleanups().register(\"status\", "
                    + outcome
                    + " -> "
                    + body
                    + ");\n");
    if (moved.size() < cleanup.size()) {
      moved.forEach(fix::delete);
    } else if (attempt.getCatches().isEmpty() && attempt.getResources().isEmpty()) {
      String block = state.getSourceForNode(attempt.getBlock());
      boolean declares =
          attempt.getBlock().getStatements().stream().anyMatch(VariableTree.class::isInstance);
      fix.replace(attempt, declares ? block : block.substring(1, block.length() - 1).strip());
    } else {
      Tree last =
          attempt.getCatches().isEmpty()
              ? attempt.getBlock()
              : attempt.getCatches().get(attempt.getCatches().size() - 1);
      fix.replace(state.getEndPosition(last), state.getEndPosition(attempt), "");
    }
    return fix.build();
  }

  /** Returns the statement that reads; where it declares a variable, also those that use it. */
  private static List<? extends StatementTree> moved(
      TreePath read, List<? extends StatementTree> cleanup) {
    int first = 0;
    for (TreePath at = read; at != null; at = at.getParentPath()) {
      if (cleanup.contains(at.getLeaf())) {
        first = cleanup.indexOf(at.getLeaf());
        break;
      }
    }
    int last = first;
    if (cleanup.get(first) instanceof VariableTree variable) {
      for (int i = first + 1; i < cleanup.size(); i++) {
        last = mentions(cleanup.get(i), variable.getName().toString()) ? i : last;
      }
    }
    return cleanup.subList(first, last + 1);
  }

  /** Returns the statement as it is written in a cleanup, or null where it cannot be moved. */
  private @Nullable String inCleanup(StatementTree statement, List<? extends StatementTree> moved) {
    if (!(statement instanceof ExpressionStatementTree || statement instanceof VariableTree)) {
      return null;
    }
    Map<Integer, Replaced> replaced = new TreeMap<>();
    boolean movable =
        !Boolean.FALSE.equals(
            new TreeScanner<Boolean, Void>() {
              @Override
              public Boolean visitMethodInvocation(MethodInvocationTree call, Void unused) {
                String known = knownToOutcome(call);
                if (known == null) {
                  return super.visitMethodInvocation(call, null);
                }
                replaced.put(
                    ASTHelpers.getStartPosition(call),
                    new Replaced(state.getEndPosition(call), outcome + "." + known));
                return true;
              }

              @Override
              public Boolean visitIdentifier(IdentifierTree name, Void unused) {
                return isKept(ASTHelpers.getSymbol(name), moved);
              }

              @Override
              public Boolean reduce(Boolean one, Boolean other) {
                return !Boolean.FALSE.equals(one) && !Boolean.FALSE.equals(other);
              }
            }.scan(statement, null));
    return movable ? withReplaced(statement, replaced) : null;
  }

  private @Nullable String knownToOutcome(MethodInvocationTree call) {
    if (ResponseCalls.responseOfStatusRead(call, state) != null) {
      return "status()";
    }
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    Symbol method = ASTHelpers.getSymbol(call);
    return receiver != null
            && method != null
            && ServletCode.isRequest(ASTHelpers.getType(receiver), state)
        ? OF_OUTCOME.get(method.getSimpleName().toString())
        : null;
  }

  /** Returns whether what the name means is the same in a cleanup. */
  private boolean isKept(@Nullable Symbol symbol, List<? extends StatementTree> moved) {
    if (!(symbol instanceof VarSymbol variable)) {
      return symbol != null;
    }
    if (ServletCode.isRequest(variable.type, state)
        || ServletCode.isResponse(variable.type, state)) {
      return false;
    }
    boolean local =
        variable.getKind() == ElementKind.LOCAL_VARIABLE
            || variable.getKind() == ElementKind.PARAMETER;
    boolean movesToo =
        moved.stream().anyMatch(other -> variable.equals(ASTHelpers.getDeclaredSymbol(other)));
    return !local
        || movesToo
        || (ASTHelpers.isConsideredFinal(variable)
            && variable.pos < ASTHelpers.getStartPosition(attempt));
  }

  private String withReplaced(StatementTree statement, Map<Integer, Replaced> replaced) {
    StringBuilder text = new StringBuilder();
    CharSequence source = state.getSourceCode();
    int at = ASTHelpers.getStartPosition(statement);
    for (Map.Entry<Integer, Replaced> one : replaced.entrySet()) {
      text.append(source, at, one.getKey()).append(one.getValue().text());
      at = one.getValue().end();
    }
    return text.append(source, at, state.getEndPosition(statement)).toString();
  }

  private static @Nullable String requestOf(
      MethodInvocationTree chainCall, TryTree attempt, VisitorState state) {
    for (ExpressionTree argument : chainCall.getArguments()) {
      if (argument instanceof IdentifierTree name
          && ASTHelpers.getSymbol(name) instanceof VarSymbol variable
          && variable.pos < ASTHelpers.getStartPosition(attempt)
          && ASTHelpers.isSubtype(variable.type, REQUEST_TYPE.get(state), state)) {
        return name.getName().toString();
      }
    }
    return null;
  }

  private static boolean mentions(Tree tree, String name) {
    return Boolean.TRUE.equals(
        new TreeScanner<Boolean, Void>() {
          @Override
          public Boolean visitIdentifier(IdentifierTree identifier, Void unused) {
            return identifier.getName().contentEquals(name);
          }

          @Override
          public Boolean visitVariable(VariableTree variable, Void unused) {
            return variable.getName().contentEquals(name)
                || Boolean.TRUE.equals(super.visitVariable(variable, null));
          }

          @Override
          public Boolean reduce(Boolean one, Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
          }
        }.scan(tree, null));
  }

  /** What stands in place of a call: up to where, and its text. */
  private record Replaced(int end, String text) {}
}
