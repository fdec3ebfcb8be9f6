package dev.backstop.checks;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import org.jspecify.annotations.Nullable;

/** The code that runs as one: a method, a lambda, an initializer. */
final class Bodies {
  private Bodies() {}

  /** Returns the innermost body around the place; null in a field's initializer. */
  static @Nullable TreePath around(TreePath path) {
    for (TreePath at = path.getParentPath(); at != null; at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if (tree instanceof MethodTree || tree instanceof LambdaExpressionTree || isInitializer(at)) {
        return at;
      }
      if (tree instanceof ClassTree) {
        return null;
      }
    }
    return null;
  }

  /**
   * Returns what is between the place and its body that runs at another time, outermost first: a
   * lambda, a class; null where the place runs with the body.
   */
  static @Nullable Tree callbackAround(TreePath path, Tree body) {
    Tree outermost = null;
    for (TreePath at = path.getParentPath();
        at != null && at.getLeaf() != body;
        at = at.getParentPath()) {
      Tree tree = at.getLeaf();
      if (tree instanceof LambdaExpressionTree) {
        outermost = tree;
      } else if (tree instanceof ClassTree) {
        Tree parent = at.getParentPath().getLeaf();
        outermost = parent instanceof NewClassTree ? parent : tree;
      }
    }
    return outermost;
  }

  static boolean isInitializer(TreePath path) {
    return path.getLeaf() instanceof BlockTree
        && path.getParentPath() != null
        && path.getParentPath().getLeaf() instanceof ClassTree;
  }
}
