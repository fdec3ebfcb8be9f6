package dev.backstop.harness.junit;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** A Jetty of one context, on a free port of this machine. Its threads are daemons. */
final class EmbeddedJetty {
  /** How long to wait for requests that go on when it stops. */
  private static final int STOP_MILLIS = 1_000;

  private final Server server;
  private final ServerConnector connector;

  private EmbeddedJetty(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts one.
   *
   * @param application registers everything, Backstop first
   * @param errorPages the location of the page of each status
   */
  static EmbeddedJetty start(
      List<Consumer<ServletContext>> application, Map<Integer, String> errorPages)
      throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("backstop-test-jetty");
    threads.setDaemon(true);
    threads.setStopTimeout(STOP_MILLIS);
    Server server =
        new Server(
            threads, new ScheduledExecutorScheduler("backstop-test-jetty-timer", true), null);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    errorPages.forEach(pages::addErrorPage);
    context.setErrorHandler(pages);
    application.forEach(part -> part.accept(context.getServletContext()));
    server.setHandler(context);
    server.start();
    return new EmbeddedJetty(server, connector);
  }

  static Consumer<ServletContext> servlet(String name, String pattern, Servlet servlet) {
    return context -> {
      ServletRegistration.Dynamic added = context.addServlet(name, servlet);
      added.setAsyncSupported(true);
      added.addMapping(pattern);
    };
  }

  static Consumer<ServletContext> filter(String name, String pattern, Filter filter) {
    return context -> {
      FilterRegistration.Dynamic added = context.addFilter(name, filter);
      added.setAsyncSupported(true);
      added.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, pattern);
    };
  }

  URI baseUri() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  void stop() throws Exception {
    server.stop();
  }
}
