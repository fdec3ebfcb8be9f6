package dev.backstop.observe;

import dev.backstop.outcome.Untrusted;
import org.jspecify.annotations.Nullable;

/**
 * An error as a log may print it. Its message may hold what a client sent, and a stack trace is
 * printed as it is: where a message anywhere in it could end a line or steer a terminal, this copy
 * is logged instead, with the same stacks and the messages cleaned.
 */
final class LoggedError extends Throwable {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 32; // a chain of causes may be a cycle

  private LoggedError(String text, @Nullable LoggedError cause, StackTraceElement[] stack) {
    super(text, cause, true, true);
    setStackTrace(stack);
  }

  /** Returns the error itself where all of it is safe to print, else a safe copy. */
  static Throwable of(Throwable error) {
    return isSafe(error, 0) ? error : copy(error, 0);
  }

  private static boolean isSafe(Throwable error, int depth) {
    if (depth == DEEPEST || !isSafe(error.toString())) {
      return false;
    }
    for (Throwable suppressed : error.getSuppressed()) {
      if (!isSafe(suppressed, depth + 1)) {
        return false;
      }
    }
    Throwable cause = error.getCause();
    return cause == null || isSafe(cause, depth + 1);
  }

  /** Quotes and backslashes, which cleaning escapes too, forge nothing in a stack trace. */
  private static boolean isSafe(@Nullable String text) {
    if (text == null) {
      return true;
    }
    String plain = text.replace('"', ' ').replace('\'', ' ').replace('\\', ' ');
    return Untrusted.clean(plain).equals(plain);
  }

  private static LoggedError copy(Throwable error, int depth) {
    Throwable cause = depth + 1 < DEEPEST ? error.getCause() : null;
    LoggedError copy =
        new LoggedError(
            Untrusted.clean(String.valueOf(error)),
            cause == null ? null : copy(cause, depth + 1),
            error.getStackTrace());
    if (depth + 1 < DEEPEST) {
      for (Throwable suppressed : error.getSuppressed()) {
        copy.addSuppressed(copy(suppressed, depth + 1));
      }
    }
    return copy;
  }
}
