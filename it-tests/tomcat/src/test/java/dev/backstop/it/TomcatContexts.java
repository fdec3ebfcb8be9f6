package dev.backstop.it;

import dev.backstop.it.installation.Application;
import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.WebContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat with web applications, as its {@code webapps} folder would have them. */
final class TomcatContexts implements ContextServer {
  static {
    // It tells of each start, and of what the tests do on purpose.
    LogManager.getLogManager().reset();
  }

  private final Tomcat tomcat = new Tomcat();
  private final Path base;

  TomcatContexts(Path base) {
    this.base = base;
    tomcat.setBaseDir(base.toString());
    tomcat.setAddDefaultWebXmlToWebapp(false);
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
  }

  @Override
  public WebContext add(String contextPath, Application application) throws Exception {
    Path empty = Files.createDirectories(base.resolve("empty" + contextPath));
    Context context = addWebapp(contextPath, empty);
    context.addLifecycleListener(new AtEachStart(context, application));
    return new Added(context);
  }

  /** Adds a context as an embedder does who has no web.xml, with one servlet. */
  WebContext addBare(String contextPath, Servlet servlet, Application application) {
    Context context = tomcat.addContext(contextPath, null);
    context.addLifecycleListener(
        event -> {
          if (event.getType().equals(Lifecycle.BEFORE_START_EVENT)) {
            // A stop takes it out.
            Tomcat.addServlet(context, "servlet", servlet).addMapping("/*");
          }
        });
    context.addLifecycleListener(new AtEachStart(context, application));
    return new Added(context);
  }

  @Override
  public WebContext addWar(String contextPath, Path directory) {
    return new Added(addWebapp(contextPath, directory));
  }

  private Context addWebapp(String contextPath, Path directory) {
    Context context = tomcat.addWebapp(contextPath, directory.toAbsolutePath().toString());
    StandardJarScanner scanner = new StandardJarScanner();
    scanner.setScanClassPath(false); // the tests' own, which has nothing for a web application
    context.setJarScanner(scanner);
    ((StandardContext) context).setUnloadDelay(100); // a stop waits for servlets that are busy
    return context;
  }

  /** A context forgets its initializers with each stop. */
  private record AtEachStart(Context context, Application application)
      implements LifecycleListener {
    @Override
    public void lifecycleEvent(LifecycleEvent event) {
      if (event.getType().equals(Lifecycle.CONFIGURE_START_EVENT)) {
        context.addServletContainerInitializer(
            (classes, starting) -> application.onStartup(starting), Set.of());
      }
    }
  }

  private record Added(Context context) implements WebContext {
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
    public void remove() {
      context.getParent().removeChild(context);
    }

    @Override
    public void reload() {
      context.reload();
    }
  }

  @Override
  public void start() throws Exception {
    tomcat.start();
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }
}
