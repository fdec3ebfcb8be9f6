package dev.backstop.example;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

/** The database: H2 in memory behind a pool, with a few orders in it. */
final class Database {
  private static final int CONNECTIONS = 10;
  private static final long WAIT_MILLIS = 2_000;

  private Database() {}

  /**
   * Opens a database of its own, which is gone when the pool is closed.
   *
   * @param meters gets the pool's gauges: a connection that is never given back would show there
   */
  static HikariDataSource open(MeterRegistry meters) {
    JdbcDataSource source = new JdbcDataSource();
    // H2 keeps a named database in memory for as long as one connection is open: the pool's.
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID());

    HikariConfig config = new HikariConfig();
    config.setPoolName("orders");
    config.setDataSource(source);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMaxLifetime(0); // the pool never retires its last connection, so no row is lost
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setMetricRegistry(meters);

    HikariDataSource pool = new HikariDataSource(config);
    try (Connection connection = pool.getConnection()) {
      Orders.createTable(connection);
      return pool;
    } catch (SQLException e) {
      pool.close();
      throw new IllegalStateException("the table of orders cannot be made", e);
    }
  }
}
