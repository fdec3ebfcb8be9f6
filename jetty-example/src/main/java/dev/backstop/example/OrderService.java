package dev.backstop.example;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The order service: for now a server that answers every path, to prove the build. */
public final class OrderService {
  private static final Logger log = LoggerFactory.getLogger(OrderService.class);

  private OrderService() {}

  /**
   * Starts the server on the port of the system property {@code port}, 8080 without it, and waits
   * for its end.
   *
   * @param args none
   * @throws Exception when the server cannot start
   */
  public static void main(String[] args) throws Exception {
    Server server = new Server(Integer.getInteger("port", 8080));
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(Placeholder.class, "/");
    server.setHandler(context);
    server.setStopAtShutdown(true);
    server.start();
    log.info("Listening on {}", server.getURI());
    server.join();
  }

  /** Answers every path. */
  public static final class Placeholder extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().println("orders");
    }
  }
}
