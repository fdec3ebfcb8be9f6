package com.example.pitfalls;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.backstop.Exchange;
import dev.backstop.jdbc.DeferredTransaction;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The database of a shop: H2 in memory with one table, and a pool of HikariCP. The same code runs
 * with a connection of the pool, to see in the database what goes wrong, and with that of a {@link
 * DeferredTransaction}, to see it caught.
 */
final class OrdersDatabase implements AutoCloseable {
  /** What an application does with a connection that is not in autoCommit mode. */
  @FunctionalInterface
  interface Work {
    void with(Connection connection, HttpServletResponse response) throws SQLException, IOException;
  }

  private final JdbcDataSource sessions = new JdbcDataSource();
  private final HikariDataSource pool;

  /** Makes an empty one. */
  OrdersDatabase() {
    this(UnaryOperator.identity());
  }

  /**
   * Makes an empty one.
   *
   * @param driver what stands between the pool and the database
   */
  OrdersDatabase(UnaryOperator<DataSource> driver) {
    sessions.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    try {
      execute("create table orders(id varchar(40) primary key)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    HikariConfig configuration = new HikariConfig();
    configuration.setDataSource(driver.apply(sessions));
    configuration.setMaximumPoolSize(2);
    pool = new HikariDataSource(configuration);
  }

  /** Inserts an order. */
  static void insert(Connection connection, String id) throws SQLException {
    update(connection, "insert into orders values (?)", id);
  }

  /** Inserts an order, unless it is there. */
  static void insertIfAbsent(Connection connection, String id) throws SQLException {
    update(connection, "merge into orders key (id) values (?)", id);
  }

  private static void update(Connection connection, String sql, String id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, id);
      update.executeUpdate();
    }
  }

  /** Returns a servlet that does the work with a connection of the pool. */
  HttpServlet plain(Work work) {
    return plain(pool, work);
  }

  static HttpServlet plain(DataSource pool, Work work) {
    return Answer.servlet(
        (request, response) -> {
          try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            work.with(connection, response);
          }
        });
  }

  /** Returns a servlet that does the work with the connection of a deferred transaction. */
  HttpServlet deferred(Work work) {
    return deferred(pool, work);
  }

  static HttpServlet deferred(DataSource pool, Work work) {
    return Answer.servlet(
        (request, response) ->
            work.with(
                DeferredTransaction.begin(Exchange.of(request), pool).connection(), response));
  }

  DataSource pool() {
    return pool;
  }

  /** Returns a session of its own, past the pool. */
  Connection session() throws SQLException {
    return sessions.getConnection();
  }

  /** Ends a session from the side of the database, which rolls it back. */
  void endSession(Connection connection) throws SQLException {
    try (Statement which = connection.createStatement();
        ResultSet id = which.executeQuery("call session_id()")) {
      id.next();
      execute("call abort_session(" + id.getLong(1) + ")");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = sessions.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the orders that are committed, as a session of its own sees them. */
  List<String> orders() throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = sessions.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from orders order by id")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  @Override
  public void close() throws SQLException {
    pool.close();
    execute("shutdown");
  }
}
