package dev.backstop.it.installation.war;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Serves everything but {@code /throws}. */
public final class WarServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  /** For the container. */
  public WarServlet() {}

  static void register(ServletContext context) {
    context.addServlet("war", new WarServlet()).addMapping("/*");
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestURI().endsWith("/throws")) {
      throw new IllegalStateException("on purpose");
    }
    response.getWriter().print("served");
  }
}
