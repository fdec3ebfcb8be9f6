package dev.backstop.it;

import dev.backstop.harness.ServerStarter;
import jakarta.servlet.ServletContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** Tomcat 11, which speaks HTTP/1.1 and, to who starts with it, HTTP/2. */
final class TomcatServers {
  private TomcatServers() {}

  static ServerStarter.Server start(
      Consumer<ServletContext> application, Map<Integer, String> errorPages) throws Exception {
    Path base = Files.createTempDirectory("tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxThreads", "300");
    connector.setProperty("acceptCount", "500");
    Http2Protocol http2 = new Http2Protocol();
    http2.setOverheadResetFactor(0); // else one reset stream ends a connection that has just begun
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.addUpgradeProtocol(http2);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", base.toString());
    context.addServletContainerInitializer(
        (classes, servletContext) -> application.accept(servletContext), null);
    errorPages.forEach(
        (status, location) -> {
          ErrorPage page = new ErrorPage();
          page.setErrorCode(status);
          page.setLocation(location);
          context.addErrorPage(page);
        });
    tomcat.start();
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
        tomcat.stop();
        tomcat.destroy();
        try (var files = Files.walk(base)) {
          files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
      }
    };
  }
}
