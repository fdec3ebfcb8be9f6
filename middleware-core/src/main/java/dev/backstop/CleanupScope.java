package dev.backstop;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The context of an exchange on a thread that runs cleanups of it: its span current, its log fields
 * the MDC. Closing it leaves the thread exactly as it was.
 */
final class CleanupScope implements AutoCloseable {
  private final @Nullable Observers observers;
  private final @Nullable AutoCloseable @Nullable [] scopes;
  private final boolean setsFields;
  private final @Nullable Map<String, String> before;

  private CleanupScope(
      @Nullable Observers observers,
      @Nullable AutoCloseable @Nullable [] scopes,
      Map<String, String> fields) {
    this.observers = observers;
    this.scopes = scopes;
    this.setsFields = !fields.isEmpty();
    this.before = setsFields ? MDC.getCopyOfContextMap() : null;
    if (setsFields) {
      LogFields.setOnThread(fields);
    }
  }

  /** Enters; null where there is nothing to carry. */
  static @Nullable CleanupScope enter(@Nullable Observers observers, Map<String, String> fields) {
    @Nullable AutoCloseable @Nullable [] scopes =
        observers == null ? null : observers.enterCleanups();
    return scopes == null && fields.isEmpty() ? null : new CleanupScope(observers, scopes, fields);
  }

  @Override
  public void close() {
    if (setsFields) {
      LogFields.setOnThread(before);
    }
    if (observers != null) {
      observers.leave(scopes);
    }
  }
}
