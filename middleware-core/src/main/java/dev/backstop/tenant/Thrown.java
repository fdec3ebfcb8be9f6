package dev.backstop.tenant;

import dev.backstop.outcome.ErrorClassifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What code of the application threw, by class and stack: its message may hold what a client sent.
 */
final class Thrown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Thrown(Throwable thrown) {
    super(ErrorClassifier.typeOf(thrown));
    setStackTrace(stackOf(thrown));
  }

  private static StackTraceElement[] stackOf(Throwable thrown) {
    StackTraceElement[] stack = null;
    try {
      stack = thrown.getStackTrace();
    } catch (RuntimeException | Error hostile) { // an error of the application may override it
      // it has none, then
    }
    return stack == null || Arrays.asList(stack).contains(null) ? new StackTraceElement[0] : stack;
  }

  @Nullable StackTraceElement origin() {
    return ErrorClassifier.originOf(this);
  }
}
