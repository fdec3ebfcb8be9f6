package dev.backstop.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells a commit that the database refused from one of which nobody knows what became of it. */
final class CommitFailure {
  private CommitFailure() {}

  /**
   * Returns whether the failure is the database's own word that it has rolled back. Classes are
   * those of ISO/IEC 9075-2, 24.1.
   */
  static boolean isRefusal(Throwable failure) {
    String state = stateOf(failure);
    return state != null
        && (state.startsWith("23") // integrity constraint violation: deferred constraints
            || state.startsWith("44") // with check option violation
            || state.equals("25P02") // PostgreSQL: a statement had failed, so COMMIT rolled back
            || isRollback(state));
  }

  /** Returns whether the failure asks for another try, as a serialization failure does. */
  static boolean isRetryable(Throwable failure) {
    String state = stateOf(failure);
    return state != null && isRollback(state);
  }

  private static boolean isRollback(String state) {
    return state.startsWith("40") && !state.equals("40003"); // statement completion unknown
  }

  private static @Nullable String stateOf(Throwable failure) {
    return failure instanceof SQLException sql ? sql.getSQLState() : null;
  }
}
