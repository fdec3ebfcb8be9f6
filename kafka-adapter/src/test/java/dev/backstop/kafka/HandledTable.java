package dev.backstop.kafka;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What handlers have done, in a real PostgreSQL: a row for each record that was handled. */
final class HandledTable implements AutoCloseable {
  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();
  }

  /** A row, as a handler wrote it. */
  record Row(int id, int partition, long offset, String traceId, String process) {}

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement count;

  /** Opens a connection, for one thread, and makes the table where it is missing. */
  HandledTable(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS handled (topic text, id int, part int, off bigint,"
              + " trace_id text, process text)");
      statement.execute("CREATE INDEX IF NOT EXISTS handled_place ON handled (topic, part, off)");
    }
    insert = connection.prepareStatement("INSERT INTO handled VALUES (?, ?, ?, ?, ?, ?)");
    count =
        connection.prepareStatement("SELECT count(*) FROM handled WHERE topic = ? AND process = ?");
  }

  /** Starts a server, once for each process, and returns where it is. */
  static synchronized String url() {
    return Holder.SERVER.getJdbcUrl("postgres", "postgres");
  }

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder().start();
      new HandledTable(server.getJdbcUrl("postgres", "postgres")).close(); // makes the table
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void add(String topic, int id, int partition, long offset, String traceId, String process)
      throws SQLException {
    insert.setString(1, topic);
    insert.setInt(2, id);
    insert.setInt(3, partition);
    insert.setLong(4, offset);
    insert.setString(5, traceId);
    insert.setString(6, process);
    insert.executeUpdate();
  }

  int countOf(String topic, String process) throws SQLException {
    count.setString(1, topic);
    count.setString(2, process);
    try (ResultSet result = count.executeQuery()) {
      result.next();
      return result.getInt(1);
    }
  }

  /** Returns the offsets of a partition that were handled, below a limit. */
  List<Long> offsetsBelow(String topic, int partition, long limit) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT DISTINCT off FROM handled WHERE topic = ? AND part = ? AND off < ?")) {
      query.setString(1, topic);
      query.setInt(2, partition);
      query.setLong(3, limit);
      List<Long> offsets = new ArrayList<>();
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          offsets.add(result.getLong(1));
        }
      }
      return offsets;
    }
  }

  List<Row> rows(String topic) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT id, part, off, trace_id, process FROM handled WHERE topic = ?")) {
      query.setString(1, topic);
      List<Row> rows = new ArrayList<>();
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          rows.add(
              new Row(
                  result.getInt(1),
                  result.getInt(2),
                  result.getLong(3),
                  result.getString(4),
                  result.getString(5)));
        }
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
