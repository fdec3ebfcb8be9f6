package dev.backstop.checks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.checkerframework.errorprone.dataflow.cfg.block.Block;
import org.checkerframework.errorprone.dataflow.cfg.block.ConditionalBlock;
import org.checkerframework.errorprone.dataflow.cfg.block.SingleSuccessorBlock;
import org.jspecify.annotations.Nullable;

/**
 * Where the body still ends something itself, with no exception in between. Who is given it there
 * does not end it.
 */
final class EndsAhead {
  private final Uses uses;
  private final Map<Block, Boolean> known = new HashMap<>();

  EndsAhead(Uses uses) {
    this.uses = uses;
  }

  boolean from(@Nullable Block block) {
    return block != null && known.computeIfAbsent(block, this::search);
  }

  private boolean search(Block from) {
    Set<Block> seen = new HashSet<>();
    Deque<Block> open = new ArrayDeque<>();
    open.add(from);
    while (!open.isEmpty()) {
      Block block = open.remove();
      if (seen.add(block)) {
        if (block.getNodes().stream().anyMatch(node -> uses.at(node.getTree()) == Fate.ENDED)) {
          return true;
        }
        if (block instanceof ConditionalBlock choice) {
          open.add(choice.getThenSuccessor());
          open.add(choice.getElseSuccessor());
        } else if (block instanceof SingleSuccessorBlock single && single.getSuccessor() != null) {
          open.add(single.getSuccessor());
        }
      }
    }
    return false;
  }
}
