package dev.backstop.it;

import dev.backstop.harness.ServerStarter;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty 12.1 with Servlet 6.1, which speaks HTTP/1.1 and, to who starts with it, HTTP/2. */
final class JettyServers {
  private JettyServers() {}

  static ServerStarter.Server start(
      Consumer<ServletContext> application, Map<Integer, String> errorPages) throws Exception {
    Server server = new Server(new QueuedThreadPool(300));
    HttpConfiguration configuration = new HttpConfiguration();
    ServerConnector connector =
        new ServerConnector(
            server,
            1,
            1,
            new HttpConnectionFactory(configuration),
            new HTTP2CServerConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(500);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    errorPages.forEach(pages::addErrorPage);
    context.setErrorHandler(pages);
    server.setHandler(context);
    application.accept(context.getServletContext());
    server.start();
    return new ServerStarter.Server() {
      @Override
      public int port() {
        return connector.getLocalPort();
      }

      @Override
      public void stopContext() throws Exception {
        context.stop();
      }

      @Override
      public void stop() throws Exception {
        server.stop();
      }
    };
  }
}
