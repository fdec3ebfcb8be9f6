package dev.backstop.it;

import dev.backstop.harness.ServerStarter;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Undertow 2.3 with one I/O thread. */
final class UndertowServers {
  private UndertowServers() {}

  static ServerStarter.Server start(
      Consumer<ServletContext> application, Map<Integer, String> errorPages) throws Exception {
    ServletContainerInitializer initializer = (types, context) -> application.accept(context);
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(UndertowServers.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("load")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of()));
    errorPages.forEach(
        (status, location) -> deployment.addErrorPage(Servlets.errorPage(location, status)));
    DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
    manager.deploy();
    Undertow undertow =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(300)
            .addHttpListener(0, "127.0.0.1")
            .setHandler(manager.start())
            .build();
    undertow.start();
    int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    return new ServerStarter.Server() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public void stopContext() throws Exception {
        manager.stop();
        manager.undeploy();
      }

      @Override
      public void stop() throws Exception {
        if (manager.getState() == DeploymentManager.State.STARTED) {
          stopContext();
        }
        undertow.stop();
      }
    };
  }
}
