package dev.backstop.example;

import dev.backstop.Exchange;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Streams the orders over and over, an order a line, {@code ?lines=} of them. A client that cuts
 * the stream is seen at the next write; the connection to the database is given back either way.
 */
@SuppressWarnings("serial") // never serialized
final class StreamServlet extends HttpServlet {
  private static final int DEFAULT_LINES = 1_000_000;
  private static final int MOST_LINES = 100_000_000;

  private final DataSource pool;

  StreamServlet(DataSource pool) {
    this.pool = pool;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Exchange exchange = Exchange.of(request);
    try {
      int lines = lines(request.getParameter("lines"));
      Connection connection =
          exchange.cleanups().register("db.connection", pool.getConnection(), Connection::close);

      List<byte[]> orders =
          Orders.newest(connection).stream()
              .map(order -> (Json.text(order) + "\n").getBytes(StandardCharsets.US_ASCII))
              .toList();

      response.setContentType("application/x-ndjson");
      ServletOutputStream body = response.getOutputStream();
      for (int line = 0; line < lines; line++) {
        body.write(orders.get(line % orders.size()));
      }
    } catch (InvalidRequestException e) {
      exchange.recordError(e);
      Json.sendError(response, e.status(), String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      throw new ServletException("the orders cannot be read", e);
    }
  }

  private static int lines(@Nullable String text) throws InvalidRequestException {
    if (text == null) {
      return DEFAULT_LINES;
    }
    try {
      int lines = Integer.parseInt(text);
      if (lines >= 1 && lines <= MOST_LINES) {
        return lines;
      }
    } catch (NumberFormatException notNumber) {
      // told below, like a number out of range
    }
    throw new InvalidRequestException(
        400, "lines is '" + text + "': expected a whole number from 1 to " + MOST_LINES);
  }
}
