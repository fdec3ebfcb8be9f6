package dev.backstop.checks;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.checkerframework.errorprone.dataflow.cfg.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * What of a graph is written in the source. The rest is the graph's own: the calls of the iterator
 * behind a loop over a collection, which have no place to point at.
 */
final class Written extends TreeScanner<Void, Void> {
  private final Set<Tree> trees = Collections.newSetFromMap(new IdentityHashMap<>());

  private Written() {}

  static Written in(Tree body) {
    Written written = new Written();
    written.scan(body, null);
    return written;
  }

  boolean has(Node node) {
    Tree tree = node.getTree();
    return node.getInSource() && tree != null && trees.contains(tree);
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, Void unused) {
    if (tree != null) {
      trees.add(tree);
    }
    return super.scan(tree, null);
  }
}
