package dev.backstop.benchmarks.server;

import dev.backstop.BackstopBuilder;
import dev.backstop.benchmarks.measure.Variant;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Jetty 12.1 with EE 11: the same for all variants, but for what they add to its context. */
final class MeasuredJetty implements Variant.Started {
  private static final int THREADS = 8; // from the first to the last: one that ends takes its count

  private final Server server = new Server(new QueuedThreadPool(THREADS, THREADS));
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final Users application;
  private final ServletContextHandler context = new ServletContextHandler();

  MeasuredJetty(Users application) {
    this.application = application;
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
  }

  ServletContextHandler context() {
    return context;
  }

  /** Adds a filter for all paths, inside those that were added before. */
  void add(Filter filter) {
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
  }

  void add(BackstopBuilder backstop) {
    backstop.build().install(context.getServletContext());
  }

  MeasuredJetty start() throws Exception {
    ServletHolder holder = new ServletHolder(application);
    holder.setAsyncSupported(true);
    context.addServlet(holder, Users.ROUTE);
    server.start();
    return this;
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    server.stop();
    application.check();
  }
}
