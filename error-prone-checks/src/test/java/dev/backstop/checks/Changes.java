package dev.backstop.checks;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.backstop.checks.Code.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mutators that add something, or say it in another way. */
final class Changes {
  /** What neither the compiler nor a check can foresee. */
  private static final String UNFORESEEN = "if (System.getenv(\"MUTANT\") != null) ";

  private Changes() {}

  /** Adds a conditional return behind the statements that call one of the names. */
  static Mutator earlyReturn(String... names) {
    return insert("early return after ", names, Changes::returns, Code::end);
  }

  /** Adds a conditional exception behind the statements that call one of the names. */
  static Mutator earlyThrow(String... names) {
    return insert(
        "early throw after ",
        names,
        (right, path) ->
            List.of(" " + UNFORESEEN + "{ throw new IllegalStateException(\"early\"); }"),
        Code::end);
  }

  /** Adds text behind the statements that call one of the names. */
  static Mutator insertAfter(String name, String added) {
    return insert(
        "insert after ", new String[] {name}, (right, path) -> List.of(" " + added), Code::end);
  }

  /** Adds text in front of the statements that call one of the names. */
  static Mutator insertBefore(String name, String added) {
    return insert(
        "insert before ", new String[] {name}, (right, path) -> List.of(added + " "), Code::start);
  }

  /** Makes the statements that call one of the names conditional. */
  static Mutator onlySometimes(String... names) {
    return around("only sometimes ", UNFORESEEN + "{ ", " }", names);
  }

  /** Puts text before and behind the statements that call the name. */
  static Mutator around(String name, String before, String behind) {
    return around("around ", before, behind, name);
  }

  /**
   * Inlines locals whose value has the pattern into the lambdas and local classes that capture
   * them.
   */
  static Mutator inline(String value) {
    Pattern pattern = Pattern.compile(value);
    return right -> {
      List<Mutant> mutants = new ArrayList<>();
      for (TreePath path :
          right.find(
              VariableTree.class,
              local ->
                  local.getInitializer() != null
                      && pattern.matcher(right.text(local.getInitializer())).find())) {
        if (path.getParentPath().getLeaf() instanceof BlockTree) {
          inline(right, path, mutants);
        }
      }
      return mutants;
    };
  }

  /** Calls something else: one call in each mutant. */
  static Mutator rename(String from, String to) {
    return right ->
        right
            .find(
                path ->
                    path.getLeaf() instanceof MethodInvocationTree
                        && Code.nameOf(path.getLeaf()).equals(from))
            .stream()
            .map(
                path -> {
                  Tree select = ((MethodInvocationTree) path.getLeaf()).getMethodSelect();
                  int end = right.end(select);
                  return right.mutant(
                      from + " to " + to, path.getLeaf(), new Edit(end - from.length(), end, to));
                })
            .toList();
  }

  /** Replaces what has the pattern in the class of the snippet: one match in each mutant. */
  static Mutator replace(String regex, String replacement) {
    Pattern pattern = Pattern.compile(regex);
    return right -> {
      List<Mutant> mutants = new ArrayList<>();
      ClassTree type = right.type();
      String text = right.text(type);
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        StringBuilder changed = new StringBuilder();
        Matcher one = pattern.matcher(text);
        one.find(matcher.start());
        one.appendReplacement(changed, replacement);
        Edit edit =
            new Edit(
                right.start(type) + matcher.start(),
                right.start(type) + matcher.end(),
                changed.substring(matcher.start()));
        mutants.add(right.mutant(regex + " to " + replacement, edit));
      }
      return mutants;
    };
  }

  private static Mutator around(String how, String before, String behind, String... names) {
    return right -> {
      List<Mutant> mutants = new ArrayList<>();
      for (TreePath call : right.calls(Set.of(names))) {
        TreePath path = Code.statement(call);
        if (path != null
            && !(path.getLeaf() instanceof VariableTree)
            && !(path.getLeaf() instanceof TryTree)) {
          StatementTree statement = (StatementTree) path.getLeaf();
          mutants.add(
              right.mutant(
                  how + Code.nameOf(call.getLeaf()),
                  call.getLeaf(),
                  right.replace(statement, before + right.text(statement) + behind)));
        }
      }
      return mutants;
    };
  }

  private static Mutator insert(
      String how,
      String[] names,
      BiFunction<Code, TreePath, List<String>> forms,
      BiFunction<Code, Tree, Integer> where) {
    return right -> {
      List<Mutant> mutants = new ArrayList<>();
      for (TreePath call : right.calls(Set.of(names))) {
        TreePath path = Code.statement(call);
        if (path != null
            && !(path.getLeaf() instanceof ReturnTree)
            && !(path.getLeaf() instanceof ThrowTree)
            && !isResource(call, path)) {
          int at = where.apply(right, path.getLeaf());
          mutants.add(
              right.mutant(
                  how + Code.nameOf(call.getLeaf()),
                  call.getLeaf(),
                  forms.apply(right, path).stream().map(form -> new Edit(at, at, form)).toList()));
        }
      }
      return mutants;
    };
  }

  private static boolean isResource(TreePath call, TreePath statement) {
    if (!(statement.getLeaf() instanceof TryTree attempt)) {
      return false;
    }
    for (Tree above : call) {
      if (attempt.getResources().contains(above)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the return statements that may fit: by what the method returns, or all of them. */
  private static List<String> returns(Code right, TreePath path) {
    for (Tree above : path) {
      if (above instanceof MethodTree method) {
        return List.of(
            switch (method.getReturnType() == null ? "void" : right.text(method.getReturnType())) {
              case "void" -> returning("");
              case "boolean" -> returning(" false");
              case "int", "long", "short", "byte", "char", "float", "double" -> returning(" 0");
              default -> returning(" null");
            });
      }
      if (above instanceof LambdaExpressionTree) {
        return List.of(returning(""), returning(" null"), returning(" false"), returning(" 0"));
      }
    }
    return List.of(returning(""));
  }

  private static String returning(String value) {
    return " " + UNFORESEEN + "{ return" + value + "; }";
  }

  private static void inline(Code right, TreePath local, List<Mutant> mutants) {
    VariableTree variable = (VariableTree) local.getLeaf();
    Tree method = local.getParentPath().getLeaf();
    String value = "(" + right.text(variable.getInitializer()) + ")";
    for (TreePath task :
        right.find(
            path ->
                (path.getLeaf() instanceof LambdaExpressionTree
                        || path.getLeaf() instanceof ClassTree)
                    && isBelow(path, method))) {
      List<Edit> edits = new ArrayList<>();
      for (TreePath use :
          right.find(
              IdentifierTree.class, name -> name.getName().contentEquals(variable.getName()))) {
        if (isBelow(use, task.getLeaf())
            && !(use.getParentPath().getLeaf() instanceof MemberSelectTree select
                && select.getExpression() != use.getLeaf())) {
          edits.add(right.replace(use.getLeaf(), value));
        }
      }
      if (!edits.isEmpty()) {
        mutants.add(
            right.mutant(
                "inline " + variable.getName(), task.getLeaf(), edits.toArray(Edit[]::new)));
      }
    }
  }

  private static boolean isBelow(TreePath path, Tree tree) {
    for (Tree above : path) {
      if (above == tree) {
        return true;
      }
    }
    return false;
  }
}
