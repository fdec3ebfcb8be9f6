package dev.backstop.it.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** H2, embedded in this process, in memory. */
final class H2Database implements Database {
  private final JdbcDataSource sessions = new JdbcDataSource();

  H2Database() throws SQLException {
    sessions.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    Sql.run(sessions, "create table orders(id varchar(80) primary key, note varchar(20))");
    Sql.run(sessions, "create schema other");
  }

  @Override
  public DataSource sessions() {
    return sessions;
  }

  @Override
  public long sessionOf(Connection connection) throws SQLException {
    return Sql.number(connection, "call session_id()");
  }

  @Override
  public void cut(long session) throws SQLException {
    Sql.run(sessions, "call abort_session(" + session + ")");
  }

  @Override
  public int openTransactions() throws SQLException {
    return (int)
        Sql.number(
            sessions,
            "select count(*) from information_schema.sessions"
                + " where contains_uncommitted and session_id <> session_id()");
  }

  @Override
  public String endlessQuery() {
    return "select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b"
        + " where mod(a.x * b.x, 7) = 8";
  }

  @Override
  public boolean isRunning(long session) throws SQLException {
    return Sql.number(
            sessions,
            "select count(*) from information_schema.sessions where executing_statement is not null"
                + " and session_id = "
                + session)
        == 1;
  }
}
