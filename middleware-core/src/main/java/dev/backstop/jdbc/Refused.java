package dev.backstop.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the guard itself throws: the fact, what was expected, and the remedy. */
final class Refused {
  private Refused() {}

  static SQLException afterEnd(String call) {
    return new SQLException(
        call
            + " after the end of the transaction: its connection is back in the pool; use it"
            + " before close() and before the end of the exchange",
        "08003"); // connection does not exist
  }

  static SQLException commitTooLate() {
    return new SQLException(
        "commit() after the end of the exchange: the client already has its answer; expected it"
            + " before the answer; the work will be rolled back",
        "25000"); // invalid transaction state
  }

  static SQLException afterFailure(String call, Throwable first) {
    return new SQLException(
        call
            + " on a transaction that cannot go on: "
            + first
            + "; begin another one, if the work may be repeated",
        "25000",
        first);
  }

  static SQLException cancelled(String call) {
    return new SQLException(
        call + " on a transaction that was cancelled; it will be rolled back", "57014");
  }

  static IllegalStateException beginTooLate(@Nullable Object exchange) {
    return new IllegalStateException(
        "a transaction was begun after the end of "
            + exchange
            + ": it could not be committed any more; take a connection of the DataSource instead");
  }
}
