package com.example.pitfalls;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Jetty as an application starts it, with nothing in it but what it is given: no Backstop. */
final class PlainJetty implements AutoCloseable {
  private final Server server;
  private final ServletContextHandler context = new ServletContextHandler("/");
  private final ErrorPageErrorHandler errorPages = new ErrorPageErrorHandler();

  PlainJetty() {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setDaemon(true);
    server = new Server(threads);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    context.setErrorHandler(errorPages);
    server.setHandler(context);
  }

  PlainJetty filter(String pattern, Filter filter) {
    context.addFilter(new FilterHolder(filter), pattern, EnumSet.of(DispatcherType.REQUEST));
    return this;
  }

  PlainJetty servlet(String pattern, Servlet servlet) {
    context.addServlet(new ServletHolder(servlet), pattern);
    return this;
  }

  PlainJetty errorPage(int status, String location) {
    errorPages.addErrorPage(status, location);
    return this;
  }

  /** Has something register filters and servlets itself. */
  PlainJetty application(Consumer<ServletContext> registers) {
    registers.accept(context.getServletContext());
    return this;
  }

  PlainJetty start() throws Exception {
    server.start();
    return this;
  }

  int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  Response get(String path) {
    return RestAssured.given().baseUri("http://127.0.0.1:" + port()).get(path);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
  }
}
