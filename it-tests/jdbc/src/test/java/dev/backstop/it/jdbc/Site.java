package dev.backstop.it.jdbc;

import dev.backstop.Exchange;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;

/** A running server of one container, with one context. */
interface Site extends AutoCloseable {
  /** What the application does with a request. */
  @FunctionalInterface
  interface Application {
    void answer(Exchange exchange, HttpServletRequest request, HttpServletResponse response)
        throws SQLException, IOException;
  }

  int port();

  @Override
  void close();

  /** Maps an application to all paths. */
  static void serve(ServletContext context, Application application) {
    var registration =
        context.addServlet(
            "application",
            new HttpServlet() {
              private static final long serialVersionUID = 1;

              @Override
              protected void service(HttpServletRequest request, HttpServletResponse response)
                  throws ServletException, IOException {
                try {
                  application.answer(Exchange.of(request), request, response);
                } catch (SQLException e) {
                  throw new ServletException(e);
                }
              }
            });
    registration.addMapping("/*");
    registration.setAsyncSupported(true);
  }
}
