package dev.backstop.checks;

import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which conditions of a body hold on a path: what an earlier condition said, what a flag was set
 * to, and that what has begun is there: not null, and no no-op.
 */
final class Conditions {
  private final Set<VarSymbol> variables;
  private static final Pattern QUESTION =
      Pattern.compile(
          "((is|has|can|may|must|should|was|needs|uses|supports|allows|get|contains|equals|matches)"
              + "([A-Z].*)?)|[a-z]+(Enabled|Needed|Allowed|Supported)|startsWith|endsWith"
              + "|size|length|nonNull|booleanValue");

  private final Map<String, Integer> asked = new HashMap<>();
  private final Set<String> parts = new HashSet<>();
  private final Set<Tree> inner = new HashSet<>();

  Conditions(Tree body, Set<VarSymbol> variables) {
    this.variables = variables;
    new TreeScanner<Void, Void>() {
      @Override
      public @Nullable Void visitIf(IfTree choice, Void unused) {
        count(choice.getCondition());
        return super.visitIf(choice, null);
      }

      @Override
      public @Nullable Void visitConditionalExpression(
          ConditionalExpressionTree choice, Void unused) {
        count(choice.getCondition());
        return super.visitConditionalExpression(choice, null);
      }
    }.scan(body, null);
  }

  private void count(ExpressionTree condition) {
    Tree bare = bareOf(condition);
    if (bare instanceof UnaryTree not && not.getKind() == Kind.LOGICAL_COMPLEMENT) {
      count(not.getExpression());
    } else if (bare instanceof BinaryTree both && isLogical(both)) {
      countPart(both.getLeftOperand());
      countPart(both.getRightOperand());
    } else if (asksTheSame(bare)) {
      asked.merge(new Fact(bare).text, 1, Integer::sum);
    }
  }

  /** Returns whether it says the same when it is asked again: what polls or counts does not. */
  private static boolean asksTheSame(Tree condition) {
    boolean[] same = {true};
    new TreeScanner<Void, Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        same[0] &= QUESTION.matcher(Calls.name(call)).matches();
        return super.visitMethodInvocation(call, null);
      }

      @Override
      public @Nullable Void visitUnary(UnaryTree tree, Void unused) {
        same[0] &= tree.getKind() == Kind.LOGICAL_COMPLEMENT || tree.getKind() == Kind.UNARY_MINUS;
        return super.visitUnary(tree, null);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, Void unused) {
        same[0] = false;
        return null;
      }
    }.scan(condition, null);
    return same[0];
  }

  private void countPart(ExpressionTree part) {
    inner.add(ASTHelpers.stripParentheses(part));
    parts.add(new Fact(bareOf(part)).text);
    count(part);
  }

  /** Returns whether the condition holds on a path with these facts; null where either may be. */
  @Nullable Boolean valueOf(Tree condition, Map<String, Boolean> facts, boolean begun) {
    Tree bare = bareOf(condition);
    if (bare instanceof LiteralTree literal) {
      return literal.getValue() instanceof Boolean value ? value : null;
    }
    if (bare instanceof UnaryTree not && not.getKind() == Kind.LOGICAL_COMPLEMENT) {
      Boolean value = valueOf(not.getExpression(), facts, begun);
      return value == null ? null : !value;
    }
    if (bare instanceof BinaryTree both && isLogical(both)) {
      boolean decides = both.getKind() == Kind.CONDITIONAL_OR;
      Boolean left = valueOf(both.getLeftOperand(), facts, begun);
      Boolean right = valueOf(both.getRightOperand(), facts, begun);
      if (Boolean.valueOf(decides).equals(left) || Boolean.valueOf(decides).equals(right)) {
        return decides;
      }
      boolean open = left == null || right == null;
      return open ? null : !decides;
    }
    Boolean given = begun ? ofBegun(bare) : null;
    if (given != null) {
      return given;
    }
    Fact fact = new Fact(bare);
    Boolean known = facts.get(fact.text);
    return known == null ? null : (known == fact.positive);
  }

  /** What has begun is there. */
  private @Nullable Boolean ofBegun(Tree condition) {
    if (condition instanceof BinaryTree comparison
        && (comparison.getKind() == Kind.EQUAL_TO || comparison.getKind() == Kind.NOT_EQUAL_TO)
        && ((isNull(comparison.getLeftOperand()) && isIt(comparison.getRightOperand()))
            || (isNull(comparison.getRightOperand()) && isIt(comparison.getLeftOperand())))) {
      return comparison.getKind() == Kind.NOT_EQUAL_TO;
    }
    if (condition instanceof InstanceOfTree question && isIt(question.getExpression())) {
      return true;
    }
    if (condition instanceof MethodInvocationTree call) {
      String name = Calls.name(call);
      boolean aboutIt = call.getArguments().size() == 1 && isIt(call.getArguments().get(0));
      return switch (name) {
        case "isNoop", "isNoOp" -> false;
        case "isRecording" -> isIt(ASTHelpers.getReceiver(call)) ? true : null;
        case "nonNull" -> aboutIt ? true : null;
        case "isNull" -> aboutIt ? false : null;
        default -> null;
      };
    }
    return null;
  }

  private boolean isIt(@Nullable Tree tree) {
    if (tree instanceof ExpressionTree value
        && ASTHelpers.stripParentheses(value) instanceof AssignmentTree assignment) {
      return isIt(assignment.getVariable());
    }
    return tree instanceof ExpressionTree expression
        && ASTHelpers.getSymbol(ASTHelpers.stripParentheses(expression)) instanceof VarSymbol symbol
        && variables.contains(symbol);
  }

  /** Returns the facts on the branch where the condition has this value. */
  Map<String, Boolean> learn(Map<String, Boolean> facts, Tree condition, boolean value) {
    Tree bare = bareOf(condition);
    if (bare instanceof UnaryTree not && not.getKind() == Kind.LOGICAL_COMPLEMENT) {
      return learn(facts, not.getExpression(), !value);
    }
    if (bare instanceof BinaryTree both && isLogical(both)) {
      return learnParts(facts, both, value);
    }
    Fact fact = new Fact(bare);
    if (asked.getOrDefault(fact.text, 0) < 2 && !parts.contains(fact.text)) {
      return facts;
    }
    Map<String, Boolean> more = new TreeMap<>(facts);
    more.put(fact.text, value == fact.positive);
    return more;
  }

  /** What is noted only to know a condition of several parts is of no use behind it. */
  private Map<String, Boolean> learnParts(
      Map<String, Boolean> facts, BinaryTree both, boolean value) {
    boolean decides = both.getKind() == Kind.CONDITIONAL_OR;
    Map<String, Boolean> more = facts;
    if (value != decides) {
      more = learn(more, both.getLeftOperand(), value);
      more = learn(more, both.getRightOperand(), value);
    } else if (Boolean.valueOf(!decides).equals(valueOf(both.getLeftOperand(), facts, false))) {
      more = learn(more, both.getRightOperand(), value);
    }
    if (inner.contains(both)) {
      return more;
    }
    Map<String, Boolean> rest = new TreeMap<>(more);
    rest.keySet().removeIf(text -> parts.contains(text) && asked.getOrDefault(text, 0) < 2);
    return rest;
  }

  /** Returns the facts behind an assignment. */
  Map<String, Boolean> assign(Map<String, Boolean> facts, String variable, @Nullable Tree value) {
    Map<String, Boolean> rest = new TreeMap<>(facts);
    rest.keySet().removeIf(text -> mentions(text, variable));
    Tree bare = value == null ? null : bareOf(value);
    if (bare instanceof LiteralTree literal) {
      if (literal.getKind() == Kind.NULL_LITERAL) {
        put(rest, variable + " == null", true);
      } else if (literal.getValue() instanceof Boolean flag) {
        put(rest, variable, flag);
      }
    } else if (bare instanceof NewClassTree
        || (bare instanceof MethodInvocationTree call && Protocol.mayStart(call))) {
      put(rest, variable + " == null", false);
    }
    return rest;
  }

  private void put(Map<String, Boolean> facts, String text, boolean value) {
    if (asked.containsKey(text)) {
      facts.put(text, value);
    }
  }

  private static Tree bareOf(Tree tree) {
    return tree instanceof ExpressionTree expression
        ? ASTHelpers.stripParentheses(expression)
        : tree;
  }

  private static boolean mentions(String text, String variable) {
    int at = text.indexOf(variable);
    while (at >= 0) {
      int end = at + variable.length();
      boolean begins = at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1));
      boolean ends = end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end));
      if (begins && ends) {
        return true;
      }
      at = text.indexOf(variable, end);
    }
    return false;
  }

  private static boolean isLogical(BinaryTree tree) {
    return tree.getKind() == Kind.CONDITIONAL_AND || tree.getKind() == Kind.CONDITIONAL_OR;
  }

  private static boolean isNull(Tree tree) {
    return tree.getKind() == Kind.NULL_LITERAL;
  }

  /** A condition as it is compared with others: its text, and whether it stands for its truth. */
  private static final class Fact {
    final String text;
    final boolean positive;

    Fact(Tree condition) {
      if (condition instanceof BinaryTree comparison && comparison.getKind() == Kind.NOT_EQUAL_TO) {
        text = comparison.getLeftOperand() + " == " + comparison.getRightOperand();
        positive = false;
      } else {
        text = condition.toString();
        positive = true;
      }
    }
  }
}
