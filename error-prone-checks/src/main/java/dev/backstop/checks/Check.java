package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import com.sun.tools.javac.api.JavacTrees;
import com.sun.tools.javac.util.Context;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import javax.tools.Diagnostic;

/**
 * What the checks have in common: a fault of their own never breaks a build. Error Prone ends the
 * compilation when a check throws; these say in a note that they skipped a place, and go on.
 *
 * <p>Not thread-safe, as no check of Error Prone is.
 */
public abstract class Check extends BugChecker {
  /** Where this is true a fault is thrown on: for the tests of the checks. */
  static final String FAIL_ON_FAULT = "Backstop:FailOnFault";

  private static final Context.Key<Faults> FAULTS = new Context.Key<>();

  /** For the checks of this package. */
  Check() {}

  /** Returns what the analysis found; nothing where it failed, which a note tells once. */
  final Description guarded(Tree tree, VisitorState state, Supplier<Description> analysis) {
    try {
      return analysis.get();
    } catch (VirtualMachineError e) {
      if (e instanceof StackOverflowError) {
        return skipped(tree, state, e);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      return skipped(tree, state, e);
    }
  }

  /** Returns whether a declaration between the tree that is checked and the place suppresses it. */
  final boolean isSuppressedAt(TreePath place, VisitorState state) {
    for (TreePath at = place;
        at != null && at.getLeaf() != state.getPath().getLeaf();
        at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if ((tree instanceof VariableTree || tree instanceof MethodTree || tree instanceof ClassTree)
          && isSuppressed(tree, state)) {
        return true;
      }
    }
    return false;
  }

  private Description skipped(Tree tree, VisitorState state, Throwable fault) {
    if (state.errorProneOptions().getFlags().getBoolean(FAIL_ON_FAULT).orElse(false)) {
      throw new IllegalStateException(
          canonicalName() + " failed at " + state.getSourceForNode(tree), fault);
    }
    if (Faults.of(state.context).told.add(canonicalName())) {
      Trees trees = JavacTrees.instance(state.context);
      trees.printMessage(
          Diagnostic.Kind.NOTE,
          "[" + canonicalName() + "] skipped this: the check failed with " + fault,
          tree,
          state.getPath().getCompilationUnit());
    }
    return Description.NO_MATCH;
  }

  /** The checks of one compilation that have told of a fault. */
  private static final class Faults {
    final Set<String> told = new HashSet<>();

    static Faults of(Context context) {
      Faults faults = context.get(FAULTS);
      if (faults == null) {
        faults = new Faults();
        context.put(FAULTS, faults);
      }
      return faults;
    }
  }
}
