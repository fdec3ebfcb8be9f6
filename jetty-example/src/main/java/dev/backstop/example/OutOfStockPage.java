package dev.backstop.example;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The error page of {@link OutOfStockException}: the container dispatches to it. */
@SuppressWarnings("serial") // never serialized
final class OutOfStockPage extends HttpServlet {
  static final String PATH = "/error-pages/out-of-stock";

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      Json.sendError(response, 409, "out of stock");
    } else {
      response.sendError(404); // nobody's page by its own path
    }
  }
}
