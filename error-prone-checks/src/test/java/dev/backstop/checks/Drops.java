package dev.backstop.checks;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.backstop.checks.Code.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Mutators that leave something out. */
final class Drops {
  private Drops() {}

  /** Drops the calls with one of the names, one in each mutant, wherever they are. */
  static Mutator call(String... names) {
    return right ->
        right.calls(Set.of(names)).stream()
            .filter(path -> !without(right, path).isEmpty())
            .map(
                path ->
                    right.mutant(
                        "drop " + Code.nameOf(path.getLeaf()),
                        path.getLeaf(),
                        without(right, path)))
            .toList();
  }

  /** Drops all calls with one of the names at once. */
  static Mutator allCalls(String... names) {
    return right -> {
      List<TreePath> calls =
          right.calls(Set.of(names)).stream()
              .filter(path -> !without(right, path).isEmpty())
              .toList();
      return calls.isEmpty()
          ? List.of()
          : List.of(
              right.mutant(
                  "drop all of " + String.join(", ", names),
                  calls.get(0).getLeaf(),
                  calls.stream().map(path -> without(right, path).get(0)).toArray(Edit[]::new)));
    };
  }

  /** Puts the first argument in the place of a call: {@code wrap(task)} becomes {@code task}. */
  static Mutator callAround(String... names) {
    return right ->
        right.calls(Set.of(names)).stream()
            .filter(
                path ->
                    path.getLeaf() instanceof MethodInvocationTree call
                        && !call.getArguments().isEmpty())
            .map(
                path ->
                    right.mutant(
                        "unwrap " + Code.nameOf(path.getLeaf()),
                        path.getLeaf(),
                        right.replace(
                            path.getLeaf(),
                            right.text(
                                ((MethodInvocationTree) path.getLeaf()).getArguments().get(0)))))
            .toList();
  }

  /** Drops a catch clause of one of the simple types; of any where none is named. */
  static Mutator catchOf(String... types) {
    return right -> {
      List<Mutant> mutants = new ArrayList<>();
      for (TreePath path : right.find(TryTree.class, attempt -> !attempt.getCatches().isEmpty())) {
        TryTree attempt = (TryTree) path.getLeaf();
        for (CatchTree clause : attempt.getCatches()) {
          String type = right.text(clause.getParameter().getType());
          if (types.length == 0 || List.of(types).contains(type)) {
            boolean bare =
                attempt.getCatches().size() == 1
                    && attempt.getFinallyBlock() == null
                    && attempt.getResources().isEmpty();
            mutants.add(
                right.mutant(
                    "drop catch " + type,
                    clause,
                    bare
                        ? right.replace(attempt, right.text(attempt.getBlock()))
                        : right.replace(clause, "")));
          }
        }
      }
      return mutants;
    };
  }

  /** Drops a guard whose condition has the pattern: its body stays, a leap of it goes too. */
  static Mutator guard(String condition) {
    Pattern pattern = Pattern.compile(condition);
    return right ->
        right
            .find(IfTree.class, guard -> pattern.matcher(right.text(guard.getCondition())).find())
            .stream()
            .map(TreePath::getLeaf)
            .map(IfTree.class::cast)
            .map(
                guard ->
                    right.mutant(
                        "drop if" + oneLine(right.text(guard.getCondition())),
                        guard,
                        right.replace(
                            guard, leaps(guard) ? rest(right, guard) : kept(right, guard))))
            .toList();
  }

  /** Drops the methods with one of the names. */
  static Mutator method(String... names) {
    Set<String> wanted = Set.of(names);
    return right ->
        right
            .find(MethodTree.class, method -> wanted.contains(method.getName().toString()))
            .stream()
            .map(TreePath::getLeaf)
            .map(MethodTree.class::cast)
            .map(
                method ->
                    right.mutant(
                        "drop method " + method.getName(), method, right.replace(method, "")))
            .toList();
  }

  /** Drops the finally blocks in which one of the names is called; any where none is named. */
  static Mutator finallyOf(String... names) {
    return right ->
        Moves.finallyBlocks(right, names).stream()
            .map(
                attempt ->
                    right.mutant(
                        "drop finally",
                        attempt,
                        attempt.getCatches().isEmpty() && attempt.getResources().isEmpty()
                            ? right.replace(attempt, right.text(attempt.getBlock()))
                            : new Edit(
                                attempt.getCatches().isEmpty()
                                    ? right.end(attempt.getBlock())
                                    : right.end(
                                        attempt.getCatches().get(attempt.getCatches().size() - 1)),
                                right.end(attempt),
                                "")))
            .toList();
  }

  private static List<Edit> without(Code right, TreePath path) {
    Tree tree = path.getLeaf();
    Tree parent = path.getParentPath().getLeaf();
    if (tree instanceof MemberReferenceTree) {
      return List.of(
          right.replace(tree, "() -> {}"),
          right.replace(tree, "ignored1 -> {}"),
          right.replace(tree, "(ignored1, ignored2) -> {}"));
    }
    if (!(tree instanceof MethodInvocationTree call)) {
      return List.of();
    }
    ExpressionTree receiver =
        call.getMethodSelect() instanceof MemberSelectTree member ? member.getExpression() : null;
    List<Edit> forms = new ArrayList<>();
    if (receiver instanceof MethodInvocationTree) {
      forms.add(right.replace(call, right.text(receiver)));
    }
    if (parent instanceof ExpressionStatementTree) {
      forms.add(right.replace(parent, "{}"));
      return forms;
    }
    if (parent instanceof LambdaExpressionTree) {
      forms.add(right.replace(call, "{}"));
    }
    if (receiver != null) {
      forms.add(right.replace(call, right.text(receiver)));
    }
    if (!(parent instanceof MemberSelectTree)) {
      forms.add(right.replace(call, "null"));
    }
    return forms;
  }

  private static boolean leaps(IfTree guard) {
    StatementTree body = guard.getThenStatement();
    if (body instanceof BlockTree block) {
      return !block.getStatements().isEmpty()
          && isLeap(block.getStatements().get(block.getStatements().size() - 1));
    }
    return isLeap(body);
  }

  private static boolean isLeap(StatementTree statement) {
    return statement instanceof ReturnTree
        || statement instanceof ThrowTree
        || statement instanceof BreakTree
        || statement instanceof ContinueTree;
  }

  private static String rest(Code right, IfTree guard) {
    return guard.getElseStatement() == null ? ";" : right.text(guard.getElseStatement());
  }

  private static String kept(Code right, IfTree guard) {
    return right.text(guard.getThenStatement());
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
