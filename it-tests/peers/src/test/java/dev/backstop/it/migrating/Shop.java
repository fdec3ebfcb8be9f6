package dev.backstop.it.migrating;

import dev.backstop.harness.RawHttpClient;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The same small application, with one instrument or another. */
final class Shop {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);

  private Shop(Consumer<ServletContext> install) throws Exception {
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(403, "/page");
    context.setErrorHandler(pages);
    server.setHandler(context);
    ServletContext servlets = context.getServletContext();
    install.accept(servlets);
    add(servlets, "/orders/*", (request, response) -> response.getWriter().print("an order"));
    add(
        servlets,
        "/fails",
        (request, response) -> {
          throw new IllegalStateException("fails");
        });
    add(servlets, "/hidden", (request, response) -> response.sendError(403));
    add(servlets, "/page", (request, response) -> response.setStatus(404));
    add(servlets, "/slow", (request, response) -> request.startAsync().setTimeout(50));
    server.start();
  }

  static Shop start(Consumer<ServletContext> install) throws Exception {
    return new Shop(install);
  }

  @FunctionalInterface
  private interface Answer {
    void to(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  private static void add(ServletContext servlets, String path, Answer answer) {
    Servlet servlet =
        new HttpServlet() {
          private static final long serialVersionUID = 1;

          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response)
              throws IOException, ServletException {
            answer.to(request, response);
          }
        };
    ServletRegistration.Dynamic added = servlets.addServlet(path, servlet);
    added.setAsyncSupported(true);
    added.addMapping(path);
  }

  /** Asks, and returns the status off the raw socket. */
  int ask(Asked asked) {
    try (RawHttpClient client = RawHttpClient.connect(connector.getLocalPort())) {
      client.send("GET " + asked.path() + " HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      return client.read("GET").status();
    }
  }

  void stop() throws Exception {
    server.stop();
  }
}
