package dev.backstop.checks;

import com.sun.source.tree.Tree;
import java.util.Map;
import javax.lang.model.type.TypeMirror;
import org.checkerframework.errorprone.dataflow.cfg.block.Block;
import org.jspecify.annotations.Nullable;

/**
 * A place on a path through a body, and what the path knows.
 *
 * @param begun what must be ended has begun, and has not ended
 * @param thrown an exception was thrown since
 * @param shared others may end it too
 * @param facts the conditions that hold
 * @param inFlight the exception that a finally block will throw on
 * @param last what was evaluated last
 * @param leaves what the path leaves by: a return, or what throws
 */
record Step(
    Block block,
    boolean begun,
    boolean thrown,
    boolean shared,
    Map<String, Boolean> facts,
    @Nullable TypeMirror inFlight,
    @Nullable Tree last,
    @Nullable Tree leaves) {
  static Step entry(Block block) {
    return new Step(block, false, false, false, Map.of(), null, null, null);
  }

  Step to(Block next) {
    return new Step(next, begun, thrown, shared, facts, inFlight, last, leaves);
  }

  Step begin() {
    return new Step(block, true, false, false, facts, inFlight, last, null);
  }

  Step share() {
    return new Step(block, begun, thrown, true, facts, inFlight, last, leaves);
  }

  Step knowing(Map<String, Boolean> more) {
    return new Step(block, begun, thrown, shared, more, inFlight, last, leaves);
  }

  Step after(@Nullable Tree evaluated) {
    return new Step(block, begun, thrown, shared, facts, inFlight, evaluated, leaves);
  }

  /**
   * It returns.
   *
   * @param handled what was thrown has been dealt with
   */
  Step leavingBy(Tree by, boolean handled) {
    return new Step(block, begun, thrown && !handled, shared, facts, inFlight, last, by);
  }

  /** It throws, or throws on. */
  Step throwing(TypeMirror type, @Nullable Tree by) {
    boolean first = begun && !thrown;
    return new Step(
        block, begun, begun, shared, facts, type, last, first && by != null ? by : leaves);
  }

  Key key() {
    return new Key(
        block,
        begun,
        thrown,
        shared,
        facts,
        inFlight == null ? "" : inFlight.toString(),
        last == null ? 0 : System.identityHashCode(last));
  }

  /** What makes two steps the same. */
  record Key(
      Block block,
      boolean begun,
      boolean thrown,
      boolean shared,
      Map<String, Boolean> facts,
      String inFlight,
      int last) {}
}
