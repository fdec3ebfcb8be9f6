package dev.backstop.example;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Commits a 200 and then throws: the client has the 200 already, and a body that is cut off. */
@SuppressWarnings("serial") // never serialized
final class TruncatedServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/x-ndjson");
    response.getOutputStream().print(Json.text(new Order(1, "lamp", 1)) + "\n");
    response.flushBuffer();

    throw new IllegalStateException("the second order cannot be read");
  }
}
