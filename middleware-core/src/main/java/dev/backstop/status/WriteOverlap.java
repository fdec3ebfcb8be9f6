package dev.backstop.status;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Finds two threads that write one response at the same time. A response that one thread hands to
 * another is written by both, one after the other, and that is no overlap. It costs a write two
 * stores without a fence, so that an overlap of some nanoseconds may go unseen; it is told once for
 * each response.
 */
final class WriteOverlap {
  private static final VarHandle WRITING;

  static {
    try {
      WRITING =
          MethodHandles.lookup().findVarHandle(ResponseEvidence.class, "writing", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private WriteOverlap() {}

  /**
   * A write begins.
   *
   * @return whether {@link #end} is to be called when it is over
   */
  static boolean begin(StatusCapturingResponseWrapper response, String call) {
    Thread current = Thread.currentThread();
    @Nullable Thread other = (Thread) WRITING.getOpaque(response.shared());
    if (other == null) {
      WRITING.setOpaque(response.shared(), current);
      return true;
    }
    if (other != current) {
      response.writtenTwice(call, other);
    }
    return false;
  }

  /** The write is over, whether it failed or not. */
  static void end(StatusCapturingResponseWrapper response) {
    WRITING.setOpaque(response.shared(), null);
  }
}
