package dev.backstop.it.kits;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.ProxyPeerAddressHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.Consumer;

/** Undertow 2.3. */
final class UndertowKitServer implements KitServer {
  private DeploymentManager manager;
  private Undertow server;

  @Override
  public void start(int port, String contextPath, Consumer<ServletContext> application)
      throws Exception {
    ServletContainerInitializer initializer = (classes, starting) -> application.accept(starting);
    DeploymentInfo info =
        Servlets.deployment()
            .setClassLoader(getClass().getClassLoader())
            .setContextPath(contextPath.isEmpty() ? "/" : contextPath)
            .setDeploymentName("kit")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of()));
    manager = Servlets.newContainer().addDeployment(info);
    manager.deploy();
    HttpHandler context = manager.start();
    HttpHandler paths =
        contextPath.isEmpty() ? context : new PathHandler().addPrefixPath(contextPath, context);
    server =
        Undertow.builder()
            .addHttpListener(port, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(8)
            .setHandler(new ProxyPeerAddressHandler(paths))
            .build();
    server.start();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void stop() throws Exception {
    server.stop();
    manager.stop();
    manager.undeploy();
  }
}
