package dev.backstop.example;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Writes an order and throws before the commit: the client gets 500, and the cleanups roll the
 * order back before they return the connection.
 */
@SuppressWarnings("serial") // never serialized
final class ExceptionServlet extends HttpServlet {
  private final DataSource pool;

  ExceptionServlet(DataSource pool) {
    this.pool = pool;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    try {
      Connection connection =
          cleanups.register("db.connection", pool.getConnection(), Connection::close);
      connection.setAutoCommit(false);
      cleanups.register(
          "db.rollback",
          outcome -> {
            if (outcome.failed()) {
              connection.rollback();
            }
          });

      Order order = Orders.add(connection, new OrderDraft("ghost", 1));

      throw new IllegalStateException("order " + order.id() + " cannot be paid");
    } catch (SQLException e) {
      throw new ServletException("the order cannot be written", e);
    }
  }
}
