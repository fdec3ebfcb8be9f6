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
    try (Connection connection = sessions.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table orders(id varchar(20) primary key)");
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
    try (PreparedStatement insert = connection.prepareStatement("insert into orders values (?)")) {
      insert.setString(1, id);
      insert.executeUpdate();
    }
  }

  /** Returns a servlet that does the work with a connection of the pool. */
  HttpServlet plain(Work work) {
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
    return Answer.servlet(
        (request, response) ->
            work.with(
                DeferredTransaction.begin(Exchange.of(request), pool).connection(), response));
  }

  DataSource pool() {
    return pool;
  }

  /** Returns the driver's own connections, past the pool, each a session of its own. */
  DataSource sessions() {
    return sessions;
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
    try (Connection connection = sessions.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown");
    }
  }
}
