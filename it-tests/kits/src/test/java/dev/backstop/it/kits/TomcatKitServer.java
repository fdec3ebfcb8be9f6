package dev.backstop.it.kits;

import jakarta.servlet.ServletContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;

/** Tomcat 11. */
final class TomcatKitServer implements KitServer {
  private final Tomcat tomcat = new Tomcat();

  @Override
  public void start(int port, String contextPath, Consumer<ServletContext> application)
      throws Exception {
    Path base = Files.createTempDirectory("tomcat");
    tomcat.setBaseDir(base.toString());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getEngine().getPipeline().addValve(new RemoteIpValve());
    Context context = tomcat.addContext(contextPath, null);
    context.addServletContainerInitializer(
        (classes, starting) -> application.accept(starting), Set.of());
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
