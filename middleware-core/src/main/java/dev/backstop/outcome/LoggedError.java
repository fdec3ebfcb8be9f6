package dev.backstop.outcome;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: an error as a log may print it. Its message may hold what a client
 * sent, and a stack trace is printed as it is: where a message anywhere in it could end a line or
 * steer a terminal, this copy is logged instead, with the same stacks and the messages cleaned.
 */
public final class LoggedError extends Throwable {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 32;

  private LoggedError(String text, @Nullable LoggedError cause, StackTraceElement[] stack) {
    super(text, cause, true, true);
    setStackTrace(stack);
  }

  /**
   * {@return the error itself where all of it is safe to print, else a safe copy}
   *
   * @param error untrusted: its messages may carry what a client sent
   */
  public static Throwable of(Throwable error) {
    return isSafe(error, nobody(), 0) ? error : copy(error, nobody(), 0);
  }

  private static Set<Throwable> nobody() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /**
   * {@return the cleaned message, or null where there is none or it cannot be read}
   *
   * @param error untrusted
   */
  public static @Nullable String messageOf(Throwable error) {
    try {
      String message = error.getMessage();
      return message == null ? null : Untrusted.clean(message);
    } catch (RuntimeException | Error broken) {
      return null; // an application's exception may compute its message, and fail
    }
  }

  private static @Nullable String textOf(Throwable error) {
    try {
      return error.toString();
    } catch (RuntimeException | Error broken) {
      return null;
    }
  }

  private static boolean isSafe(Throwable error, Set<Throwable> seen, int depth) {
    if (!seen.add(error)) {
      return true; // a cycle; it is being looked at
    }
    if (depth == DEEPEST || !isSafe(textOf(error))) {
      return false;
    }
    for (Throwable suppressed : error.getSuppressed()) {
      if (!isSafe(suppressed, seen, depth + 1)) {
        return false;
      }
    }
    Throwable cause;
    try {
      cause = error.getCause();
      if (error.getStackTrace() == null) {
        return false;
      }
    } catch (RuntimeException | Error broken) {
      return false; // who logs it would fail in the same way
    }
    return cause == null || isSafe(cause, seen, depth + 1);
  }

  /** Quotes and backslashes, which cleaning escapes too, forge nothing in a stack trace. */
  private static boolean isSafe(@Nullable String text) {
    if (text == null) {
      return false;
    }
    String plain = text.replace('"', ' ').replace('\'', ' ').replace('\\', ' ');
    return Untrusted.clean(plain).equals(plain);
  }

  private static LoggedError copy(Throwable error, Set<Throwable> seen, int depth) {
    seen.add(error);
    String text = textOf(error);
    LoggedError copy =
        new LoggedError(
            Untrusted.clean(text == null ? error.getClass().getName() : text),
            next(ErrorClassifier.causeOf(error), seen, depth),
            ErrorClassifier.framesOf(error));
    for (Throwable each : error.getSuppressed()) {
      LoggedError suppressed = next(each, seen, depth);
      if (suppressed != null) {
        copy.addSuppressed(suppressed);
      }
    }
    return copy;
  }

  private static @Nullable LoggedError next(
      @Nullable Throwable error, Set<Throwable> seen, int depth) {
    if (error == null || depth + 1 == DEEPEST || seen.contains(error)) {
      return null;
    }
    return copy(error, seen, depth + 1);
  }
}
