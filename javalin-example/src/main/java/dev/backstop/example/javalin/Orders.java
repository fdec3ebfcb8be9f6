package dev.backstop.example.javalin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The rows of orders, read through a connection that the caller opened and closes. */
public final class Orders {
  private Orders() {}

  /** Makes the table, with three orders in it. */
  static void createTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE orders (id BIGINT PRIMARY KEY, item VARCHAR(64), quantity INT)");
      statement.execute(
          "INSERT INTO orders VALUES (1, 'lamp', 1), (2, 'chair', 4), (3, 'table', 1)");
    }
  }

  /** Returns the order of this id, or null where there is none. */
  public static @Nullable Order find(Connection connection, long id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT id, item, quantity FROM orders WHERE id = ?")) {
      query.setLong(1, id);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next()
            ? new Order(rows.getLong("id"), rows.getString("item"), rows.getInt("quantity"))
            : null;
      }
    }
  }

  /** Returns how many pieces were ordered. */
  public static long pieces(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT SUM(quantity) FROM orders")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
