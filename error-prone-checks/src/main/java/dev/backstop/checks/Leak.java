package dev.backstop.checks;

import com.sun.source.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * How something that was started gets away without its end.
 *
 * @param leaves what the leaking path leaves by: the return, the call that throws, or the
 *     assignment of another value; null at the end of the body, or where there is no path to show
 */
record Leak(Way way, @Nullable Tree leaves) {
  /** The worst way out, first the worst. */
  enum Way {
    /** Nothing keeps it, so that nothing can end it. */
    DROPPED,
    /** The code keeps it, and has no end for it. */
    NEVER,
    /** It has an end, which a return or the end of the body gets round. */
    NORMALLY,
    /** It has an end, which only an exception gets round. */
    BY_EXCEPTION,
    /** There is nothing to tell. */
    NONE
  }

  static final Leak NONE = new Leak(Way.NONE, null);

  static Leak of(Way way) {
    return new Leak(way, null);
  }
}
