package dev.backstop.it.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A real database, with one empty table {@code orders(id, note)}. */
interface Database {
  /** Returns its own connections, each a new session; no pool. */
  DataSource sessions();

  /** Returns what names the session of a connection. */
  long sessionOf(Connection connection) throws SQLException;

  /** Ends a session from the server's side, as an administrator does; it has ended on return. */
  void cut(long session) throws SQLException;

  /** Returns how many sessions but our own have work that is not committed. */
  int openTransactions() throws SQLException;

  /** Returns a query that does not come to an end in a minute. */
  String endlessQuery();

  /** Returns whether a session is running a query. */
  boolean isRunning(long session) throws SQLException;
}
