package dev.backstop.it;

import dev.backstop.harness.contract.ContainerFacts;
import dev.backstop.harness.contract.ContainerUnderTest;
import dev.backstop.harness.contract.ErrorPage;
import dev.backstop.harness.contract.WebApp;
import java.io.File;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/** Tomcat 10.1 or 11, embedded; on virtual threads where {@code -Dbackstop.virtual=true}. */
final class EmbeddedTomcat implements ContainerUnderTest {
  @Override
  public ContainerFacts facts() {
    return ServerInfo.getServerNumber().startsWith("10.")
        ? ContainerFacts.TOMCAT_10
        : ContainerFacts.TOMCAT_11;
  }

  @Override
  public RunningServer start(WebApp app) throws Exception {
    Tomcat tomcat = new Tomcat();
    File base = Files.createTempDirectory("backstop-tomcat").toFile();
    base.deleteOnExit();
    tomcat.setBaseDir(base.getPath());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setProperty("keepAliveTimeout", "1000"); // ends the wait for bytes that never come
    ErrorReportValve report = new ErrorReportValve();
    report.setShowReport(false); // stacks differ, with one filter more
    report.setShowServerInfo(false);
    tomcat.getHost().getPipeline().addValve(report);
    tomcat.setConnector(connector);
    ((StandardHost) tomcat.getHost()).setErrorReportValveClass(null);
    if (Boolean.getBoolean("backstop.virtual")) {
      connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("tomcat-virtual-"));
    }
    Context context = tomcat.addContext("", null);
    for (ErrorPage page : app.errorPages()) {
      context.addErrorPage(mapped(page));
    }
    context.addServletContainerInitializer((types, servlets) -> app.initialize(servlets), Set.of());
    tomcat.start();
    return new RunningServer() {
      @Override
      public int port() {
        return connector.getLocalPort();
      }

      @Override
      public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
      }
    };
  }

  private static org.apache.tomcat.util.descriptor.web.ErrorPage mapped(ErrorPage page) {
    var mapped = new org.apache.tomcat.util.descriptor.web.ErrorPage();
    mapped.setLocation(page.location());
    if (page.exception() == null) {
      mapped.setErrorCode(page.status());
    } else {
      mapped.setExceptionType(page.exception().getName());
    }
    return mapped;
  }
}
