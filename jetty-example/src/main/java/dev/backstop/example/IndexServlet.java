package dev.backstop.example;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lists what there is to ask, and what each answer shows. */
@SuppressWarnings("serial") // never serialized
final class IndexServlet extends HttpServlet {
  private static final String TEXT =
      """
      A small order service behind Backstop. Ask something, then see at /outcomes how it ended.

      GET  /orders                the orders
      GET  /orders/1              one order; its route is /orders/{id}
      GET  /orders/999            a 404 of the handler's own
      POST /orders                takes {"item": "lamp", "quantity": 2}, Content-Type: application/json;
                                  400 says what is wrong

      GET  /ends/exception        an exception: 500, and the cleanups roll the order back
      GET  /ends/error-page       an exception that an error page turns into 409
      GET  /ends/async            an answer from another thread
      GET  /ends/async-timeout    asynchronous work that is never done: 503 after half a second
      GET  /ends/truncated        200, and then an exception: the body is cut
      GET  /ends/failing-cleanup  200, and a cleanup that throws
      GET  /ends/slow-cleanup     200, and a cleanup that takes 150 ms
      GET  /ends/late-status      200, and a cleanup that tries to make it 500
      GET  /ends/slow-release     200, and a connection that takes 300 ms to close: an objective is broken
      GET  /ends/stream           a million lines; cut it: curl -s .../ends/stream | head -n 1

      GET  /outcomes              how the last 100 exchanges ended, newest first, as JSON
      GET  /metrics               Prometheus text

      A header X-Tenant says for whom you ask: bank-of-a, game-tetris, test-1, anything.
      """;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain; charset=utf-8");
    response.getWriter().print(TEXT);
  }
}
