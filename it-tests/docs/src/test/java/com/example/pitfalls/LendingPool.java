package com.example.pitfalls;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The simplest of pools: it lends one session as it is, and takes it back as it comes. It knows
 * which statements are open on it.
 */
final class LendingPool implements AutoCloseable {
  private final Connection session;
  private final List<Statement> statements = new CopyOnWriteArrayList<>();
  private final List<Long> openAtReturn = new CopyOnWriteArrayList<>();

  LendingPool(OrdersDatabase database) {
    try {
      session = database.session();
      session.setAutoCommit(false);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what an application takes its connections from. */
  DataSource dataSource() {
    return Proxied.of(
        DataSource.class,
        (method, arguments) ->
            method.getName().equals("getConnection") ? lend() : method.invoke(this, arguments));
  }

  private Connection lend() {
    AtomicBoolean back = new AtomicBoolean();
    return Proxied.of(
        Connection.class,
        (method, arguments) -> {
          if (!method.getName().equals("close")) {
            Object result = method.invoke(session, arguments);
            if (result instanceof Statement statement) {
              statements.add(statement);
            }
            return result;
          }
          if (back.compareAndSet(false, true)) {
            openAtReturn.add(openStatements());
          }
          return null;
        });
  }

  /** Returns how many statements of its session are open. */
  long openStatements() throws SQLException {
    long open = 0;
    for (Statement statement : statements) {
      open += statement.isClosed() ? 0 : 1;
    }
    return open;
  }

  /** Returns how many were open each time when the session came back. */
  List<Long> openAtReturn() {
    return openAtReturn;
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
