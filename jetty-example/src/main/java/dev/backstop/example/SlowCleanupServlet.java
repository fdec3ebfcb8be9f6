package dev.backstop.example;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Answers at once, and then a cleanup takes 150 ms, while the connection below it is held. The
 * client does not wait for it; a span of its own tells where the time went.
 */
@SuppressWarnings("serial") // never serialized
final class SlowCleanupServlet extends HttpServlet {
  private static final long FLUSH_MILLIS = 150;

  private final DataSource pool;

  SlowCleanupServlet(DataSource pool) {
    this.pool = pool;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    try {
      Connection connection =
          cleanups.register("db.connection", pool.getConnection(), Connection::close);
      cleanups.register("audit.flush", outcome -> Thread.sleep(FLUSH_MILLIS));

      Json.send(response, 200, Orders.newest(connection));
    } catch (SQLException e) {
      throw new ServletException("the orders cannot be read", e);
    }
  }
}
