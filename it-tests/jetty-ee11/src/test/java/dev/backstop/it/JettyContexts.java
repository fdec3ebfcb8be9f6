package dev.backstop.it;

import dev.backstop.Backstop;
import dev.backstop.it.installation.Application;
import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.Pages;
import dev.backstop.it.installation.WebContext;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.nio.file.Path;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty with contexts that stop and start by themselves. */
final class JettyContexts implements ContextServer {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final ContextHandlerCollection contexts = new ContextHandlerCollection();

  JettyContexts() {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(contexts);
  }

  @Override
  public WebContext add(String contextPath, Application application) {
    return add(context(contextPath, application));
  }

  private static ServletContextHandler context(String contextPath, Application application) {
    ServletContextHandler context = new ServletContextHandler(slashed(contextPath));
    context.addEventListener(new AtEachStart(application));
    return context;
  }

  /** Adds a context that has a page of its own for one status. */
  WebContext addWithErrorPage(
      String contextPath, int status, String page, Application application) {
    ServletContextHandler context = context(contextPath, application);
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(status, page);
    context.setErrorHandler(pages);
    return add(context);
  }

  /** Adds a context with a Backstop that is installed before it starts, as embedders do. */
  WebContext addInstalled(String contextPath, Backstop backstop) {
    ServletContextHandler context = new ServletContextHandler(slashed(contextPath));
    context.addServlet(new Pages(), "/*");
    backstop.install(context.getServletContext());
    return add(context);
  }

  /** Adds a context that an initializer sets up. */
  WebContext addInitialized(String contextPath, ServletContainerInitializer initializer) {
    ServletContextHandler context = new ServletContextHandler(slashed(contextPath));
    context.addServlet(new Pages(), "/*");
    context.addServletContainerInitializer(initializer);
    return add(context);
  }

  /** What an initializer registers would stay through a restart; what a listener does would not. */
  private record AtEachStart(Application application) implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      application.onStartup(event.getServletContext());
    }
  }

  @Override
  public WebContext addWar(String contextPath, Path directory) {
    return add(new WebAppContext(directory.toAbsolutePath().toString(), slashed(contextPath)));
  }

  private WebContext add(ServletContextHandler context) {
    contexts.addHandler(context);
    return new Added(contexts, context);
  }

  private static String slashed(String contextPath) {
    return contextPath.isEmpty() ? "/" : contextPath;
  }

  private record Added(ContextHandlerCollection contexts, ServletContextHandler context)
      implements WebContext {
    @Override
    public ServletContext servletContext() {
      return context.getServletContext();
    }

    @Override
    public void stop() throws Exception {
      context.stop();
    }

    @Override
    public void start() throws Exception {
      context.start();
    }

    @Override
    public void remove() throws Exception {
      context.stop();
      contexts.removeHandler(context);
    }
  }

  @Override
  public void start() throws Exception {
    server.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    server.stop();
  }
}
