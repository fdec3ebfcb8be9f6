package dev.backstop.benchmarks.server;

import dev.backstop.benchmarks.measure.Variant;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The application: a small JSON body, in the request's own thread. */
class Users extends HttpServlet {
  /** Where it is mapped, which is the route that all variants tell. */
  static final String ROUTE = "/users/*";

  private static final byte[] BODY = Variant.BODY.getBytes(StandardCharsets.UTF_8);
  private static final long serialVersionUID = 1;

  /** Fails if what it did for a request is not to be seen; after the stop. */
  void check() {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    response.setContentLength(BODY.length);
    response.getOutputStream().write(BODY);
  }
}
