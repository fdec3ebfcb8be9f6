package com.example.pitfalls;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A Jetty of one servlet, whose application installs its filters itself. */
final class OrdersServer {
  private final Server server;

  private OrdersServer(Server server) {
    this.server = server;
  }

  /** Starts it on a free port; the application registers its filters before that. */
  static OrdersServer start(Consumer<ServletContext> application) throws Exception {
    return start(new Handler.Wrapper(), application);
  }

  /**
   * Starts it on a free port.
   *
   * @param around stands around the context
   * @param application registers its filters before the start
   */
  static OrdersServer start(Handler.Wrapper around, Consumer<ServletContext> application)
      throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    around.setHandler(context);
    server.setHandler(around);
    application.accept(context.getServletContext());
    ServletRegistration.Dynamic orders =
        context
            .getServletContext()
            .addServlet(
                "orders", Answer.servlet((request, response) -> response.getWriter().print("42")));
    orders.setAsyncSupported(true);
    orders.addMapping("/orders");
    server.start();
    return new OrdersServer(server);
  }

  int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  void stop() throws Exception {
    server.stop();
  }
}
