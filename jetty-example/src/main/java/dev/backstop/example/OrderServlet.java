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
import org.jspecify.annotations.Nullable;

/** Shows one order: {@code /orders/{id}}; 404 where there is none. */
@SuppressWarnings("serial") // never serialized
final class OrderServlet extends HttpServlet {
  private final DataSource pool;

  OrderServlet(DataSource pool) {
    this.pool = pool;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Exchange exchange = Exchange.of(request);
    exchange.route("/orders/{id}"); // else it would be the servlet's mapping, /orders/*
    try {
      long id = id(request.getPathInfo());
      Connection connection =
          exchange.cleanups().register("db.connection", pool.getConnection(), Connection::close);

      Order order = Orders.find(connection, id);

      if (order == null) {
        Json.sendError(response, 404, "there is no order " + id);
      } else {
        Json.send(response, 200, order);
      }
    } catch (InvalidRequestException e) {
      exchange.recordError(e);
      Json.sendError(response, e.status(), String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      throw new ServletException("the order cannot be read", e);
    }
  }

  private static long id(@Nullable String pathInfo) throws InvalidRequestException {
    String text = pathInfo == null ? "" : pathInfo.substring(1);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidRequestException(
          400, "the order id is '" + text + "': expected a whole number, as in /orders/1");
    }
  }
}
