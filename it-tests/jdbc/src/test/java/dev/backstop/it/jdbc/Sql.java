package dev.backstop.it.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** The statements that the tests' applications and the tests themselves run. */
final class Sql {
  private Sql() {}

  static void insert(Connection connection, String id) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into orders(id) values (?)")) {
      insert.setString(1, id);
      insert.executeUpdate();
    }
  }

  static void note(Connection connection, String id) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update orders set note = 'seen' where id = ?")) {
      update.setString(1, id);
      update.executeUpdate();
    }
  }

  /** Runs a statement in a session of its own. */
  static void run(DataSource sessions, String sql) throws SQLException {
    try (Connection connection = sessions.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Asks for one number, in a session of its own. */
  static long number(DataSource sessions, String sql) throws SQLException {
    try (Connection connection = sessions.getConnection()) {
      return number(connection, sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Returns the orders that are committed, as a session of its own sees them. */
  static Set<String> rows(DataSource sessions) throws SQLException {
    Set<String> ids = new TreeSet<>();
    try (Connection connection = sessions.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from orders")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }
}
