package dev.backstop.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * Finds a transaction that the database has already given up, though it would answer a commit with
 * success. PostgreSQL does after a statement that failed: COMMIT rolls back, and its driver
 * (42.7.10, as it comes) returns as if nothing was.
 */
final class SilentRollback {
  private static final String GIVEN_UP = "25P02"; // PostgreSQL: in_failed_sql_transaction

  private SilentRollback() {}

  /**
   * Asks by way of a savepoint, which such a transaction refuses, and which any other may have.
   *
   * @throws SQLException where nothing can be committed any more
   */
  static void check(Connection given) throws SQLException {
    Savepoint probe;
    try {
      probe = given.setSavepoint();
    } catch (SQLException e) {
      if (GIVEN_UP.equals(e.getSQLState())) {
        throw new SQLException(
            "commit() of a transaction in which a statement had failed: the database has given it"
                + " up and would roll back in silence; roll back to a savepoint before the"
                + " statement, or do not commit",
            GIVEN_UP,
            e);
      }
      return; // a database without savepoints
    }
    try {
      given.releaseSavepoint(probe);
    } catch (SQLException withoutRelease) {
      // Oracle has none; the commit releases it.
    }
  }
}
