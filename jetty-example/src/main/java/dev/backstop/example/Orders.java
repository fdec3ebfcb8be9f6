package dev.backstop.example;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of orders, read and written through a connection that the caller opened and closes. */
final class Orders {
  private static final int MOST_LISTED = 100;

  private Orders() {}

  /** Makes the table, with three orders in it. */
  static void createTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE orders (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            item VARCHAR(64) NOT NULL,
            quantity INT NOT NULL)
          """);
      statement.execute(
          "INSERT INTO orders (item, quantity) VALUES ('lamp', 1), ('chair', 4), ('table', 1)");
    }
  }

  /** Returns the newest orders, newest first, at most 100. */
  static List<Order> newest(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT id, item, quantity FROM orders ORDER BY id DESC LIMIT ?")) {
      query.setInt(1, MOST_LISTED);
      try (ResultSet rows = query.executeQuery()) {
        List<Order> orders = new ArrayList<>();
        while (rows.next()) {
          orders.add(order(rows));
        }
        return orders;
      }
    }
  }

  /** Returns the order of this id, or null where there is none. */
  static @Nullable Order find(Connection connection, long id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT id, item, quantity FROM orders WHERE id = ?")) {
      query.setLong(1, id);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? order(rows) : null;
      }
    }
  }

  /** Adds an order and returns it with its id. */
  static Order add(Connection connection, OrderDraft draft) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO orders (item, quantity) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, draft.item());
      insert.setInt(2, draft.quantity());
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return new Order(keys.getLong(1), draft.item(), draft.quantity());
      }
    }
  }

  private static Order order(ResultSet row) throws SQLException {
    return new Order(row.getLong("id"), row.getString("item"), row.getInt("quantity"));
  }
}
