package dev.backstop.example;

import static java.util.stream.Collectors.joining;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Serves the last outcomes as a JSON array, newest first, one a line.
 *
 * <p>This page is the example's own: Backstop serves nothing by itself. It tells paths, error
 * messages and lines of code, which is for those who run a service; where yours has such a page,
 * keep it, like the metrics, on an address that its clients cannot reach.
 */
@SuppressWarnings("serial") // never serialized
final class OutcomesServlet extends HttpServlet {
  private final OutcomeHistory history;

  OutcomesServlet(OutcomeHistory history) {
    this.history = history;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Json.sendText(
        response,
        200,
        history.newestFirst().stream().map(Json::text).collect(joining(",\n", "[", "]\n")));
  }
}
