package dev.backstop.it;

import dev.backstop.it.installation.Application;
import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.WebContext;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;

/** Undertow with deployments that stop and start by themselves. */
final class UndertowContexts implements ContextServer {
  private final PathHandler paths = new PathHandler();
  private final List<Deployed> added = new ArrayList<>();
  private final Undertow server =
      Undertow.builder()
          .addHttpListener(0, "127.0.0.1")
          .setIoThreads(1)
          .setWorkerThreads(8)
          .setHandler(paths)
          .build();

  @Override
  public WebContext add(String contextPath, Application application) {
    ServletContainerInitializer initializer =
        (classes, starting) -> application.onStartup(starting);
    return add(
        contextPath,
        () ->
            info(contextPath, getClass().getClassLoader())
                .addServletContainerInitializer(infoOf(initializer)));
  }

  private static ServletContainerInitializerInfo infoOf(ServletContainerInitializer initializer) {
    return new ServletContainerInitializerInfo(
        initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of());
  }

  @Override
  public WebContext addWar(String contextPath, Path directory) {
    return add(
        contextPath,
        () -> {
          WarLoader loader = new WarLoader(directory);
          DeploymentInfo info = info(contextPath, loader);
          loader.listeners().forEach(info::addListener);
          ServiceLoader.load(ServletContainerInitializer.class, loader)
              .forEach(initializer -> info.addServletContainerInitializer(infoOf(initializer)));
          return info;
        });
  }

  private static DeploymentInfo info(String contextPath, ClassLoader loader) {
    return Servlets.deployment()
        .setClassLoader(loader)
        .setContextPath(contextPath.isEmpty() ? "/" : contextPath)
        .setDeploymentName("test" + contextPath);
  }

  private Deployed add(String contextPath, Supplier<DeploymentInfo> info) {
    Deployed deployed = new Deployed(contextPath, info);
    added.add(deployed);
    return deployed;
  }

  private final class Deployed implements WebContext {
    private final String path;
    private final Supplier<DeploymentInfo> info;
    private DeploymentManager manager;

    Deployed(String contextPath, Supplier<DeploymentInfo> info) {
      this.path = contextPath.isEmpty() ? "/" : contextPath;
      this.info = info;
    }

    @Override
    public ServletContext servletContext() {
      return manager.getDeployment().getServletContext();
    }

    @Override
    public void start() throws ServletException {
      manager = Servlets.newContainer().addDeployment(info.get());
      manager.deploy();
      paths.addPrefixPath(path, manager.start());
    }

    @Override
    public void stop() throws ServletException {
      if (manager != null) {
        paths.removePrefixPath(path);
        manager.stop();
        manager.undeploy();
        manager = null;
      }
    }

    @Override
    public void remove() throws ServletException {
      stop();
      added.remove(this);
    }
  }

  @Override
  public void start() throws ServletException {
    for (Deployed deployed : added) {
      deployed.start();
    }
    server.start();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void stop() throws ServletException {
    for (Deployed deployed : added) {
      deployed.stop();
    }
    server.stop();
  }
}
