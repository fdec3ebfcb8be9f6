import dev.backstop.Exchange;
import dev.backstop.jdbc.DeferredTransaction;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class Row {
  static void insert(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("insert into orders values (?)")) {
      statement.setString(1, id);
      statement.executeUpdate();
    }
  }
}

class S01 {
  void store(Connection connection, String id) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Row.insert(connection, id);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}

class S02 {
  private final DataSource source;

  S02(DataSource source) {
    this.source = source;
  }

  void store(String id) throws SQLException {
    boolean committed = false;
    Connection connection = source.getConnection();
    try {
      connection.setAutoCommit(false);
      Row.insert(connection, id);
      connection.commit();
      committed = true;
    } finally {
      try {
        if (!committed) {
          connection.rollback();
        }
      } finally {
        connection.close();
      }
    }
  }
}

class S03 {
  private static final Logger LOG = LoggerFactory.getLogger(S03.class);

  int store(Connection connection, List<String> ids) throws SQLException {
    boolean before = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      for (String id : ids) {
        Row.insert(connection, id);
      }
      connection.commit();
      return ids.size();
    } catch (Exception e) {
      LOG.warn("rolled back", e);
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(before);
    }
  }
}

class S04 {
  <T> T inTransaction(Connection connection, Callable<T> work) throws Exception {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.call();
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }
}

class S05 {
  void store(HttpServletRequest request, DataSource source, String id) throws SQLException {
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), source);
    Row.insert(transaction.connection(), id);
    transaction.commit();
  }

  void again(Connection connection, String id) throws SQLException {
    boolean stored = false;
    try {
      Row.insert(connection, id);
      connection.commit();
      stored = true;
    } finally {
      if (stored) {
        connection.close();
      } else {
        connection.rollback();
      }
    }
  }
}

class S06 {
  void store(Connection connection, String id) throws SQLException {
    connection.setAutoCommit(false);
    Savepoint before = connection.setSavepoint();
    try {
      try {
        Row.insert(connection, id);
      } catch (SQLException e) {
        connection.rollback(before);
      }
      Row.insert(connection, "audit");
      connection.commit();
    } catch (Throwable e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}

class S07 {
  void store(Connection connection, String id, int kind) throws SQLException {
    connection.setAutoCommit(false);
    try {
      switch (kind) {
        case 0 -> connection.rollback();
        case 1 -> {
          Row.insert(connection, id);
          connection.commit();
        }
        default -> throw new IllegalArgumentException("kind " + kind);
      }
    } catch (SQLException | RuntimeException e) {
      rollbackQuietly(connection);
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void rollbackQuietly(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LoggerFactory.getLogger(S07.class).warn("no rollback", e);
    }
  }
}

class S08 {
  Runnable task(DataSource source, String id) {
    return () -> {
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
          Row.insert(connection, id);
          connection.commit();
          committed = true;
        } finally {
          if (!committed) {
            connection.rollback();
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}

class S09 {
  void store(DataSource source, String id) throws SQLException {
    Connection connection = source.getConnection();
    try {
      connection.setAutoCommit(false);
      Row.insert(connection, id);
      connection.commit();
    } catch (SQLException e) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      throw e;
    } finally {
      connection.close();
    }
  }

  void registered(HttpServletRequest request, Connection connection, String id)
      throws SQLException {
    boolean[] committed = {false};
    Exchange.of(request)
        .cleanups()
        .register(
            "transaction",
            outcome -> {
              if (!committed[0]) {
                connection.rollback();
              }
            });
    Row.insert(connection, id);
    connection.commit();
    committed[0] = true;
  }
}

class S10 {
  void retried(Connection connection, String id) throws SQLException {
    for (int attempt = 0; attempt < 3; attempt++) {
      connection.setAutoCommit(false);
      try {
        Row.insert(connection, id);
        connection.commit();
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (attempt == 2) {
          throw e;
        }
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }
}
