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
 * Answers well, and then a cleanup throws. The client does not notice, the connection is given back
 * all the same, and the failure stands in the log, the span, the counter and the report.
 */
@SuppressWarnings("serial") // never serialized
final class FailingCleanupServlet extends HttpServlet {
  private final DataSource pool;

  FailingCleanupServlet(DataSource pool) {
    this.pool = pool;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    try {
      Connection connection =
          cleanups.register("db.connection", pool.getConnection(), Connection::close);
      cleanups.register(
          "audit",
          outcome -> {
            throw new IllegalStateException("the audit store is down");
          });

      Json.send(response, 200, Orders.newest(connection));
    } catch (SQLException e) {
      throw new ServletException("the orders cannot be read", e);
    }
  }
}
