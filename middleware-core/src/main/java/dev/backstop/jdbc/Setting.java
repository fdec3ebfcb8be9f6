package dev.backstop.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A setting of a connection that outlives a transaction. */
@SuppressWarnings("NullAway") // catalog and schema may be null, where a database has none
enum Setting {
  READ_ONLY {
    @Override
    Object read(Connection connection) throws SQLException {
      return connection.isReadOnly();
    }

    @Override
    void write(Connection connection, @Nullable Object value) throws SQLException {
      connection.setReadOnly((Boolean) value);
    }
  },
  ISOLATION {
    @Override
    Object read(Connection connection) throws SQLException {
      return connection.getTransactionIsolation();
    }

    @Override
    void write(Connection connection, @Nullable Object value) throws SQLException {
      connection.setTransactionIsolation((Integer) value);
    }
  },
  CATALOG {
    @Override
    @Nullable Object read(Connection connection) throws SQLException {
      return connection.getCatalog();
    }

    @Override
    void write(Connection connection, @Nullable Object value) throws SQLException {
      connection.setCatalog((String) value);
    }
  },
  SCHEMA {
    @Override
    @Nullable Object read(Connection connection) throws SQLException {
      return connection.getSchema();
    }

    @Override
    void write(Connection connection, @Nullable Object value) throws SQLException {
      connection.setSchema((String) value);
    }
  },
  HOLDABILITY {
    @Override
    Object read(Connection connection) throws SQLException {
      return connection.getHoldability();
    }

    @Override
    void write(Connection connection, @Nullable Object value) throws SQLException {
      connection.setHoldability((Integer) value);
    }
  },
  NETWORK_TIMEOUT {
    @Override
    Object read(Connection connection) throws SQLException {
      return connection.getNetworkTimeout();
    }

    @Override
    void write(Connection connection, @Nullable Object value) throws SQLException {
      connection.setNetworkTimeout(Runnable::run, (Integer) value);
    }
  };

  abstract @Nullable Object read(Connection connection) throws SQLException;

  abstract void write(Connection connection, @Nullable Object value) throws SQLException;
}
