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

/** Lists orders and takes new ones: {@code /orders}. */
@SuppressWarnings("serial") // never serialized
final class OrdersServlet extends HttpServlet {
  private final DataSource pool;
  private final OrderListener listener;

  OrdersServlet(DataSource pool, OrderListener listener) {
    this.pool = pool;
    this.listener = listener;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      // Given back at the real end of the exchange, however it ends.
      Connection connection =
          Exchange.of(request)
              .cleanups()
              .register("db.connection", pool.getConnection(), Connection::close);

      Json.send(response, 200, Orders.newest(connection));
    } catch (SQLException e) {
      throw new ServletException("the orders cannot be read", e);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Exchange exchange = Exchange.of(request);
    try {
      OrderDraft draft = OrderDraft.from(Json.read(request)); // before a connection is taken
      Connection connection =
          exchange.cleanups().register("db.connection", pool.getConnection(), Connection::close);

      Order order = Orders.add(connection, draft);
      listener.added(order);

      response.setHeader("Location", "/orders/" + order.id());
      Json.send(response, 201, order);
    } catch (InvalidRequestException e) {
      exchange.recordError(e); // answered with 4xx: in the log and the span, yet no failure
      Json.sendError(response, e.status(), String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      throw new ServletException("the order cannot be written", e);
    }
  }
}
