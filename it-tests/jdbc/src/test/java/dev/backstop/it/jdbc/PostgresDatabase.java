package dev.backstop.it.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database of its own in the one PostgreSQL server that this process has started. */
final class PostgresDatabase implements Database {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** Stopped by the JVM's shutdown hook that the library sets. */
  private static final class Server {
    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not start", e);
      }
    }
  }

  private final DataSource sessions;
  private final String name = "shop" + DATABASES.incrementAndGet();

  PostgresDatabase() throws SQLException {
    Sql.run(Server.RUNNING.getPostgresDatabase(), "create database " + name);
    sessions = Server.RUNNING.getDatabase("postgres", name);
    // What PostgreSQL checks at the commit: a real commit that fails.
    Sql.run(
        sessions,
        "create table orders(id varchar(80) unique deferrable initially deferred,"
            + " note varchar(20))");
    Sql.run(sessions, "create schema other");
  }

  @Override
  public DataSource sessions() {
    return sessions;
  }

  @Override
  public long sessionOf(Connection connection) throws SQLException {
    return Sql.number(connection, "select pg_backend_pid()");
  }

  @Override
  public void cut(long session) throws SQLException {
    Sql.run(sessions, "select pg_terminate_backend(" + session + ", 10000)");
  }

  @Override
  public int openTransactions() throws SQLException {
    return (int)
        Sql.number(
            sessions,
            "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                + " and datname = '"
                + name
                + "'");
  }

  @Override
  public String endlessQuery() {
    return "select pg_sleep(60)";
  }

  @Override
  public boolean isRunning(long session) throws SQLException {
    return Sql.number(
            sessions,
            "select count(*) from pg_stat_activity where state = 'active' and query like '%sleep(60)'"
                + " and pid = "
                + session)
        == 1;
  }
}
