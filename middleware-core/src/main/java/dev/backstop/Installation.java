package dev.backstop;

import dev.backstop.completion.CompletionSource;
import dev.backstop.jetty.JettySource;
import dev.backstop.tomcat.TomcatSource;
import dev.backstop.undertow.UndertowSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backstop in one context: the outermost filter, and the container's own signal. */
final class Installation {
  private static final Logger LOGGER = LoggerFactory.getLogger(Backstop.class);
  private static final String NAME = "dev.backstop.Backstop";

  // Each is tried where its container's classes are present; linking fails where they are not.
  private static final List<Supplier<CompletionSource>> SOURCES =
      List.of(() -> new JettySource(), () -> new TomcatSource(), () -> new UndertowSource());

  private final Backstop backstop;
  private final ServletContext context;
  private @Nullable Runnable detach;

  private Installation(Backstop backstop, ServletContext context) {
    this.backstop = backstop;
    this.context = context;
  }

  static void install(Backstop backstop, ServletContext context) {
    String name = NAME + "-" + Integer.toHexString(System.identityHashCode(backstop));
    FilterRegistration.Dynamic registration;
    Installation installation = new Installation(backstop, context);
    try {
      if (context.getFilterRegistration(name) != null) {
        LOGGER.warn(
            "Backstop is already installed in context '{}'; this second install() does nothing:"
                + " remove it",
            context.getContextPath());
        return;
      }
      registration = context.addFilter(name, new BackstopFilter(backstop, installation));
    } catch (IllegalStateException | UnsupportedOperationException e) {
      throw new IllegalStateException(
          "install() came too late: context '"
              + context.getContextPath()
              + "' no longer takes filters; call it from"
              + " ServletContextListener.contextInitialized, from"
              + " ServletContainerInitializer.onStartup or, embedded, before the server starts",
          e);
    }
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(
        EnumSet.of(
            DispatcherType.REQUEST,
            DispatcherType.ASYNC,
            DispatcherType.ERROR,
            DispatcherType.INCLUDE),
        false,
        "/*");
    installation.attach();
  }

  /** Attaches to the container's signal, unless that has been done; also when the filter starts. */
  void attach() {
    for (Supplier<CompletionSource> source : SOURCES) {
      if (detach != null) {
        return;
      }
      try {
        detach = source.get().attach(context, backstop, this);
      } catch (LinkageError absent) {
        LOGGER.debug("a container is not on the class path: {}", absent.toString());
      }
    }
  }

  /** Returns whether the container's own signal ends the exchanges of this context. */
  boolean hasSignal() {
    return detach != null;
  }

  void started() {
    attach();
    backstop.started(this);
    if (detach == null) {
      LOGGER.info(
          "Backstop has no signal of the container of context '{}' ({}); it goes by the filter",
          context.getContextPath(),
          context.getServerInfo());
    }
  }

  void stopped() {
    if (detach != null) {
      detach.run();
      detach = null;
    }
    backstop.stopped(this);
  }
}
