package dev.backstop.example;

import dev.backstop.Exchange;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Answers 200, and then a cleanup tries to make it a 500. Nothing reaches the client, every record
 * still says 200, and the log names the line of code that tried.
 */
@SuppressWarnings("serial") // never serialized
final class LateStatusServlet extends HttpServlet {
  @Override
  @SuppressWarnings("ResponseMutatedInCleanup") // what is shown here would not compile otherwise
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange.of(request)
        .cleanups()
        .register(
            "late-status",
            outcome -> {
              response.setStatus(500);
            });

    Json.send(response, 200, Map.of("status", 200));
  }
}
