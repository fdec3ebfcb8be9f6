package dev.backstop.checks;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks for places in a piece of code. */
final class Places {
  private Places() {}

  /** Returns the first place, in the order of the source, for which it holds; or null. */
  static @Nullable TreePath first(TreePath code, Predicate<TreePath> wanted) {
    if (wanted.test(code)) {
      return code;
    }
    return new TreePathScanner<@Nullable TreePath, Void>() {
      @Override
      public @Nullable TreePath scan(@Nullable Tree tree, Void unused) {
        if (tree == null) {
          return null;
        }
        TreePath path = new TreePath(getCurrentPath(), tree);
        return wanted.test(path) ? path : super.scan(tree, null);
      }

      @Override
      public @Nullable TreePath reduce(@Nullable TreePath later, @Nullable TreePath earlier) {
        return earlier == null ? later : earlier;
      }
    }.scan(code, null);
  }
}
