package dev.backstop;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The context of an exchange on a thread that runs cleanups of it: its span current, its log fields
 * the MDC. Closing it leaves the thread exactly as it was.
 */
final class CleanupScope implements AutoCloseable {
  /** For exchanges and threads that have nothing: it takes away what cleanups leave behind. */
  private static final CleanupScope BARE = new CleanupScope(null, null, Map.of(), null);

  private final @Nullable Observers observers;
  private final @Nullable AutoCloseable @Nullable [] scopes;
  private final @Nullable Map<String, String> before;

  private CleanupScope(
      @Nullable Observers observers,
      @Nullable AutoCloseable @Nullable [] scopes,
      Map<String, String> fields,
      @Nullable Map<String, String> before) {
    this.observers = observers;
    this.scopes = scopes;
    this.before = before;
    if (before != null || !fields.isEmpty()) {
      LogFields.setOnThread(fields);
    }
  }

  /** Enters: makes an object where there is something to carry, or to give back. */
  static CleanupScope enter(@Nullable Observers observers, Map<String, String> fields) {
    @Nullable AutoCloseable @Nullable [] scopes =
        observers == null ? null : observers.enterCleanups();
    Map<String, String> mdc = MDC.getCopyOfContextMap();
    Map<String, String> before = mdc == null || mdc.isEmpty() ? null : mdc;
    return scopes == null && fields.isEmpty() && before == null
        ? BARE
        : new CleanupScope(observers, scopes, fields, before);
  }

  @Override
  public void close() {
    LogFields.setOnThread(before);
    if (observers != null) {
      observers.leave(scopes);
    }
  }
}
