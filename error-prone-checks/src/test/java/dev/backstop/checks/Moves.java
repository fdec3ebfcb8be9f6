package dev.backstop.checks;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.backstop.checks.Code.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Mutators that put something in another place. */
final class Moves {
  private Moves() {}

  /**
   * Moves what a finally block does, in which one of the names is called (any where none is named),
   * behind the body of the try: it runs when nothing is thrown.
   */
  static Mutator outOfFinally(String... names) {
    return right ->
        finallyBlocks(right, names).stream()
            .map(attempt -> right.mutant("move out of finally", attempt, behind(right, attempt)))
            .toList();
  }

  /** The same for a try that stands in a finally block itself. */
  static Mutator outOfInnerFinally() {
    return right ->
        right
            .find(
                path ->
                    path.getLeaf() instanceof TryTree attempt
                        && attempt.getFinallyBlock() != null
                        && CleanupCode.tryOfFinally(path) != null)
            .stream()
            .map(path -> (TryTree) path.getLeaf())
            .map(
                attempt ->
                    right.mutant("move out of inner finally", attempt, behind(right, attempt)))
            .toList();
  }

  /** Makes a plain local of a resource of a try, of one of the names' calls. */
  static Mutator outOfResources(String... names) {
    Set<String> wanted = Set.of(names);
    return right -> {
      List<Mutant> mutants = new ArrayList<>();
      for (TreePath path :
          right.find(TryTree.class, attempt -> !attempt.getResources().isEmpty())) {
        TryTree attempt = (TryTree) path.getLeaf();
        for (Tree resource : attempt.getResources()) {
          if (right.calls(resource, wanted)) {
            mutants.add(
                right.mutant(
                    "move out of resources",
                    resource,
                    right.replace(attempt, local(right, attempt, resource))));
          }
        }
      }
      return mutants;
    };
  }

  /** Swaps two statements of a block: the first that calls this, and the next that calls that. */
  static Mutator swap(String first, String second) {
    return right -> {
      List<Mutant> mutants = new ArrayList<>();
      for (TreePath path : right.find(BlockTree.class, block -> true)) {
        List<? extends StatementTree> statements = ((BlockTree) path.getLeaf()).getStatements();
        for (int i = 0; i < statements.size(); i++) {
          if (right.calls(statements.get(i), Set.of(first))) {
            for (int j = i + 1; j < statements.size(); j++) {
              if (right.calls(statements.get(j), Set.of(second))) {
                mutants.add(
                    right.mutant(
                        "swap " + first + " and " + second,
                        statements.get(i),
                        right.replace(statements.get(i), right.text(statements.get(j))),
                        right.replace(statements.get(j), right.text(statements.get(i)))));
                break;
              }
            }
          }
        }
      }
      return mutants;
    };
  }

  static List<TryTree> finallyBlocks(Code right, String... names) {
    return right
        .find(
            TryTree.class,
            attempt ->
                attempt.getFinallyBlock() != null
                    && (names.length == 0 || right.calls(attempt.getFinallyBlock(), Set.of(names))))
        .stream()
        .map(TreePath::getLeaf)
        .map(TryTree.class::cast)
        .toList();
  }

  private static List<Edit> behind(Code right, TryTree attempt) {
    BlockTree cleanup = attempt.getFinallyBlock();
    String tail = right.text(cleanup);
    String body = withTail(right, attempt.getBlock(), tail);
    if (attempt.getCatches().isEmpty() && attempt.getResources().isEmpty()) {
      return List.of(
          right.replace(attempt, body), right.replace(attempt, withResult(right, attempt, tail)));
    }
    int head = right.start(attempt);
    String before = right.text(attempt).substring(0, right.start(attempt.getBlock()) - head);
    String clauses =
        right
            .text(attempt)
            .substring(
                right.end(attempt.getBlock()) - head,
                attempt.getCatches().isEmpty()
                    ? right.end(attempt.getBlock()) - head
                    : right.end(attempt.getCatches().get(attempt.getCatches().size() - 1)) - head);
    return List.of(
        right.replace(attempt, before + right.text(attempt.getBlock()) + clauses + " " + tail),
        right.replace(attempt, before + body + clauses),
        right.replace(attempt, before + withResult(right, attempt, tail) + clauses));
  }

  private static String withTail(Code right, BlockTree body, String tail) {
    return "{" + right.inside(body) + tail + "}";
  }

  /** Returns the body with what it returns computed, then the tail, then the return. */
  private static String withResult(Code right, TryTree attempt, String tail) {
    BlockTree body = attempt.getBlock();
    if (!body.getStatements().isEmpty()
        && body.getStatements().get(body.getStatements().size() - 1) instanceof ReturnTree last) {
      int from = right.start(body);
      String before = right.text(body).substring(0, right.start(last) - from);
      return last.getExpression() == null
          ? before + tail + " return; }"
          : before
              + "var result1 = "
              + right.text(last.getExpression())
              + "; "
              + tail
              + " return result1; }";
    }
    return withTail(right, body, tail);
  }

  private static String local(Code right, TryTree attempt, Tree resource) {
    List<? extends Tree> others =
        attempt.getResources().stream().filter(other -> other != resource).toList();
    int from = right.start(attempt);
    String rest = right.text(attempt).substring(right.start(attempt.getBlock()) - from);
    String declared = right.text(resource).replaceAll(";\\s*$", "") + "; ";
    if (others.isEmpty()) {
      boolean bare = attempt.getCatches().isEmpty() && attempt.getFinallyBlock() == null;
      return "{ " + declared + (bare ? rest : "try " + rest) + " }";
    }
    StringBuilder resources = new StringBuilder();
    others.forEach(
        other -> resources.append(right.text(other).replaceAll(";\\s*$", "")).append("; "));
    return "{ " + declared + "try (" + resources + ") " + rest + " }";
  }
}
