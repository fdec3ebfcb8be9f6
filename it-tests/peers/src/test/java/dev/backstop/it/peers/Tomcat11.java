package dev.backstop.it.peers;

import dev.backstop.harness.contract.ContainerFacts;
import dev.backstop.harness.contract.ContainerUnderTest;
import dev.backstop.harness.contract.ErrorPage;
import dev.backstop.harness.contract.WebApp;
import java.io.File;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat 11, embedded. */
final class Tomcat11 implements ContainerUnderTest {
  @Override
  public ContainerFacts facts() {
    return ContainerFacts.TOMCAT_11;
  }

  @Override
  public RunningServer start(WebApp app) throws Exception {
    Tomcat tomcat = new Tomcat();
    File base = Files.createTempDirectory("backstop-peers").toFile();
    base.deleteOnExit();
    tomcat.setBaseDir(base.getPath());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setProperty("keepAliveTimeout", "1000"); // ends the wait for bytes that never come
    tomcat.setConnector(connector);
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
