package dev.backstop.it.jdbc;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** Tomcat 11. */
final class TomcatSite implements Site {
  static {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setLevel(Level.OFF); // exceptions escape on purpose
    }
  }

  private final Tomcat tomcat = new Tomcat();

  TomcatSite(Consumer<ServletContext> starting) {
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("acceptCount", "1000");
    try {
      Path base = Files.createTempDirectory("tomcat");
      tomcat.setBaseDir(base.toString());
      Context context = tomcat.addContext("", null);
      context.addServletContainerInitializer((classes, at) -> starting.accept(at), Set.of());
      tomcat.start();
    } catch (IOException | LifecycleException e) {
      throw new IllegalStateException("Tomcat does not start", e);
    }
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat does not stop", e);
    }
  }
}
