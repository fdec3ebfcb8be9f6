package dev.backstop;

import dev.backstop.outcome.ErrorClassifier;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: names the kind of an error with one of a fixed set of words, so that
 * it may be a tag. A word holds for the subclasses too, the nearest superclass wins. The words of
 * the application go first, for the error and for each of its causes; then those below, in the same
 * way.
 *
 * <p>Immutable and thread-safe.
 */
public final class ErrorCategories {
  /** Of every error that has no other. */
  static final String OTHER = "other";

  private static final int DEEPEST = 32; // a chain of causes may be a cycle
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  // By name: a runtime image may be without the module java.sql.
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("java.sql.SQLTimeoutException", "db_timeout"),
          Map.entry("java.sql.SQLTransientConnectionException", "db_unavailable"),
          Map.entry("java.sql.SQLNonTransientConnectionException", "db_unavailable"),
          Map.entry("java.sql.SQLRecoverableException", "db_unavailable"),
          Map.entry("java.sql.SQLIntegrityConstraintViolationException", "db_conflict"),
          Map.entry("java.sql.SQLTransactionRollbackException", "db_conflict"),
          Map.entry("java.sql.SQLException", "db"),
          Map.entry("java.util.concurrent.TimeoutException", "timeout"),
          Map.entry("java.net.SocketTimeoutException", "timeout"),
          Map.entry("java.net.http.HttpTimeoutException", "timeout"),
          Map.entry("java.net.ConnectException", "connect"),
          Map.entry("java.net.NoRouteToHostException", "connect"),
          Map.entry("java.net.UnknownHostException", "connect"),
          Map.entry("java.util.concurrent.RejectedExecutionException", "overload"),
          Map.entry("java.util.concurrent.CancellationException", "cancelled"),
          Map.entry("java.lang.InterruptedException", "cancelled"),
          Map.entry("java.lang.SecurityException", "security"),
          Map.entry("java.lang.LinkageError", "linkage"),
          Map.entry("java.lang.VirtualMachineError", "resources"),
          Map.entry("java.io.IOException", "io"));

  private final Map<Class<?>, String> configured;

  /**
   * Makes one with the words of the application.
   *
   * @param configured words by type of error; a type goes for its subclasses too
   */
  public ErrorCategories(Map<Class<?>, String> configured) {
    this.configured = Map.copyOf(configured);
  }

  /**
   * {@return whether a text may be the word of a category: short, lower case, fit for a tag}
   *
   * @param text what would become a tag
   */
  public static boolean isWord(String text) {
    return WORD.matcher(text).matches();
  }

  /**
   * {@return the word for an error; never null, never one that is not of the set}
   *
   * @param error looked at with its causes
   */
  public String of(Throwable error) {
    String word = configured.isEmpty() ? null : along(error, true);
    if (word == null) {
      word = along(error, false);
    }
    return word == null ? OTHER : word;
  }

  private @Nullable String along(Throwable error, boolean ours) {
    Throwable current = error;
    for (int depth = 0; depth < DEEPEST && current != null; depth++) {
      for (Class<?> type = current.getClass(); type != null; type = type.getSuperclass()) {
        String word = ours ? configured.get(type) : DEFAULTS.get(type.getName());
        if (word != null) {
          return word;
        }
      }
      current = ErrorClassifier.causeOf(current);
    }
    return null;
  }
}
