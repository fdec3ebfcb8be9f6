package dev.backstop.it;

import dev.backstop.harness.contract.ContainerFacts;
import dev.backstop.harness.contract.ContainerUnderTest;
import dev.backstop.harness.contract.ErrorPage;
import dev.backstop.harness.contract.WebApp;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.api.ServletStackTraces;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.util.Set;

/** Undertow 2.3, embedded, with one I/O thread. */
final class UndertowServer implements ContainerUnderTest {
  @Override
  public ContainerFacts facts() {
    return ContainerFacts.UNDERTOW;
  }

  @Override
  public RunningServer start(WebApp app) throws Exception {
    ServletContainerInitializer initializer = (types, context) -> app.initialize(context);
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(UndertowServer.class.getClassLoader())
            .setContextPath("/")
            .setServletStackTraces(ServletStackTraces.NONE) // they differ, with one filter more
            .setDeploymentName("contract")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of()));
    for (ErrorPage page : app.errorPages()) {
      deployment.addErrorPage(
          page.exception() == null
              ? Servlets.errorPage(page.location(), page.status())
              : Servlets.errorPage(page.location(), page.exception()));
    }
    DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
    manager.deploy();
    Undertow undertow =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(64)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L) // the default refuses 4 MB
            .addHttpListener(0, "127.0.0.1")
            .setHandler(manager.start())
            .build();
    undertow.start();
    int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    return new RunningServer() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public void stop() throws Exception {
        manager.stop();
        manager.undeploy();
        undertow.stop();
      }
    };
  }
}
