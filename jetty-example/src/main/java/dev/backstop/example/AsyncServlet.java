package dev.backstop.example;

import dev.backstop.Exchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Answers from another thread, after the request's own has gone through all filters and back. */
@SuppressWarnings("serial") // never serialized
final class AsyncServlet extends HttpServlet {
  private final DataSource pool;

  AsyncServlet(DataSource pool) {
    this.pool = pool;
  }

  @Override
  @SuppressWarnings("StartAsyncUnbounded") // Jetty's 30 s are enough, and Backstop listens
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = Exchange.of(request);
    AsyncContext async = request.startAsync(request, response);
    async.start(
        () -> {
          try {
            answer(exchange, async);
          } catch (SQLException | IOException | RuntimeException e) {
            fail(exchange, async, e);
          } finally {
            async.complete();
          }
        });
  }

  private void answer(Exchange exchange, AsyncContext async) throws SQLException, IOException {
    Connection connection =
        exchange.cleanups().register("db.connection", pool.getConnection(), Connection::close);

    Json.send(async.getResponse(), 200, Orders.newest(connection));
  }

  /** No container catches what this thread throws; the exchange has to be told. */
  private static void fail(Exchange exchange, AsyncContext async, Exception error) {
    exchange.recordError(error);
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    if (!response.isCommitted()) {
      response.setStatus(500);
    }
  }
}
