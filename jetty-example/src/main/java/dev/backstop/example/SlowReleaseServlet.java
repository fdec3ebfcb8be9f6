package dev.backstop.example;

import dev.backstop.Exchange;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Answers at once, and takes 300 ms to give the connection back. The client does not notice; the
 * objective on how long an exchange keeps what it took is broken, and names the cleanup.
 */
@SuppressWarnings("serial") // never serialized
final class SlowReleaseServlet extends HttpServlet {
  private static final long SLOW_MILLIS = 300;

  private final DataSource pool;

  SlowReleaseServlet(DataSource pool) {
    this.pool = pool;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      Connection connection =
          Exchange.of(request)
              .cleanups()
              .register("db.close", pool.getConnection(), SlowReleaseServlet::closeSlowly);

      Json.send(response, 200, Orders.newest(connection));
    } catch (SQLException e) {
      throw new ServletException("the orders cannot be read", e);
    }
  }

  private static void closeSlowly(Connection connection) throws SQLException, InterruptedException {
    try (connection) {
      Thread.sleep(SLOW_MILLIS); // in place of a driver that has to wait for its server
    }
  }
}
