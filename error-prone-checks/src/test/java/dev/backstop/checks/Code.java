package dev.backstop.checks;

import com.google.errorprone.FileObjects;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.tools.ToolProvider;

/** The source of one snippet with its trees: what a mutator reads, and edits by position. */
final class Code {
  private final String snippet;
  private final String text;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;

  private Code(String snippet, String text, CompilationUnitTree unit, SourcePositions positions) {
    this.snippet = snippet;
    this.text = text;
    this.unit = unit;
    this.positions = positions;
  }

  static Code parse(String snippet, String text) {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null,
                    null,
                    diagnostic -> {},
                    List.of("-proc:none"),
                    null,
                    List.of(FileObjects.forSourceLines(snippet + ".java", text)));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      return new Code(snippet, text, unit, Trees.instance(task).getSourcePositions());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the top-level types of the file. */
  List<ClassTree> types() {
    return unit.getTypeDecls().stream()
        .filter(ClassTree.class::isInstance)
        .map(ClassTree.class::cast)
        .toList();
  }

  /** Returns the class of the snippet. */
  ClassTree type() {
    return types().stream()
        .filter(type -> type.getSimpleName().contentEquals(snippet))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the trees of the snippet's class that fit, in the order of the source. */
  List<TreePath> find(Predicate<TreePath> wanted) {
    List<TreePath> found = new ArrayList<>();
    new TreePathScanner<Void, Void>() {
      @Override
      public Void scan(Tree tree, Void unused) {
        if (tree != null) {
          TreePath path = new TreePath(getCurrentPath(), tree);
          if (wanted.test(path)) {
            found.add(path);
          }
        }
        return super.scan(tree, null);
      }
    }.scan(new TreePath(new TreePath(unit), type()), null);
    found.sort(Comparator.comparingInt(path -> start(path.getLeaf())));
    return found;
  }

  <T extends Tree> List<TreePath> find(Class<T> kind, Predicate<T> wanted) {
    return find(path -> kind.isInstance(path.getLeaf()) && wanted.test(kind.cast(path.getLeaf())));
  }

  /** Returns the calls, method references and constructor calls with one of the names. */
  List<TreePath> calls(Set<String> names) {
    return find(path -> names.contains(nameOf(path.getLeaf())));
  }

  /** Returns whether a call with one of the names is somewhere below. */
  boolean calls(Tree tree, Set<String> names) {
    return !find(path -> {
          if (!names.contains(nameOf(path.getLeaf()))) {
            return false;
          }
          for (Tree above : path) {
            if (above == tree) {
              return true;
            }
          }
          return false;
        })
        .isEmpty();
  }

  int start(Tree tree) {
    return (int) positions.getStartPosition(unit, tree);
  }

  int end(Tree tree) {
    return (int) positions.getEndPosition(unit, tree);
  }

  int line(Tree tree) {
    return (int) unit.getLineMap().getLineNumber(start(tree));
  }

  String text(Tree tree) {
    return text.substring(start(tree), end(tree));
  }

  /** Returns what stands between the braces of a block. */
  String inside(BlockTree block) {
    return text.substring(start(block) + 1, end(block) - 1);
  }

  Edit replace(Tree tree, String by) {
    return new Edit(start(tree), end(tree), by);
  }

  /** Returns this source changed at each of the places; of nested ones the outer alone. */
  String edited(List<Edit> edits) {
    StringBuilder edited = new StringBuilder();
    int at = 0;
    for (Edit edit :
        edits.stream()
            .sorted(
                Comparator.comparingInt(Edit::from)
                    .thenComparing(Edit::to, Comparator.reverseOrder()))
            .toList()) {
      if (edit.from() >= at) {
        edited.append(text, at, edit.from()).append(edit.by());
        at = edit.to();
      }
    }
    return edited.append(text, at, text.length()).toString();
  }

  Mutant mutant(String how, Edit edit) {
    return new Mutant(
        snippet,
        how,
        (int) unit.getLineMap().getLineNumber(edit.from()),
        List.of(edited(List.of(edit))));
  }

  Mutant mutant(String how, Tree at, Edit... edits) {
    return new Mutant(snippet, how, line(at), List.of(edited(List.of(edits))));
  }

  /** Returns a mutant of which the first form counts that compiles. */
  Mutant mutant(String how, Tree at, List<Edit> forms) {
    return new Mutant(
        snippet, how, line(at), forms.stream().map(form -> edited(List.of(form))).toList());
  }

  /** Returns the statement of a block around the place, in the same method; or null. */
  static TreePath statement(TreePath path) {
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof LambdaExpressionTree || at.getLeaf() instanceof ClassTree) {
        return null;
      }
      if (at.getLeaf() instanceof StatementTree
          && (at.getParentPath().getLeaf() instanceof BlockTree
              || at.getParentPath().getLeaf() instanceof CaseTree)) {
        return at;
      }
    }
    return null;
  }

  /** Returns the name of what a call, a method reference or a constructor call calls; or "". */
  static String nameOf(Tree tree) {
    if (tree instanceof MethodInvocationTree call) {
      ExpressionTree select = call.getMethodSelect();
      return select instanceof MemberSelectTree member
          ? member.getIdentifier().toString()
          : select instanceof IdentifierTree identifier ? identifier.getName().toString() : "";
    }
    if (tree instanceof MemberReferenceTree reference) {
      return reference.getName().toString();
    }
    return tree instanceof NewClassTree creation ? creation.getIdentifier().toString() : "";
  }

  /** A change of the source between two positions. */
  record Edit(int from, int to, String by) {}
}
