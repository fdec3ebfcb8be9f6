package dev.backstop;

import dev.backstop.completion.CompletionSource;
import dev.backstop.completion.PortableSource;
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
  private ServletContext context; // Tomcat's reload starts the same filter in another
  private @Nullable Runnable detach;
  private EndedBy endedBy = EndedBy.FILTER_EXIT;

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
        if (context.getAttribute(name) == null) {
          return; // kept by the container from an earlier start; its init() attaches it again
        }
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
            DispatcherType.FORWARD,
            DispatcherType.INCLUDE),
        false,
        "/*");
    context.setAttribute(name, installation);
    installation.attach();
  }

  /** Attaches to the strongest source there is, unless that has been done. */
  private void attach() {
    if (!backstop.servletApiOnly()) {
      for (Supplier<CompletionSource> source : SOURCES) {
        if (attachTo(source)) {
          endedBy = EndedBy.CONTAINER;
          return;
        }
      }
    }
    if (attachTo(PortableSource::new)) {
      endedBy = EndedBy.REQUEST_DESTROYED;
    }
  }

  private boolean attachTo(Supplier<CompletionSource> source) {
    try {
      detach = source.get().attach(context, backstop, this);
    } catch (LinkageError absent) {
      LOGGER.debug("a container is not on the class path: {}", absent.toString());
    }
    return detach != null;
  }

  /** Returns what ends the exchanges that the filter of this context opens. */
  EndedBy endedBy() {
    // With the container's signal attached the filter still opens one, if a request slips in
    // through a cross-context dispatch: nothing but the filter will end it.
    return endedBy == EndedBy.CONTAINER ? EndedBy.FILTER_EXIT : endedBy;
  }

  void started(ServletContext starting) {
    context = starting;
    if (detach == null) {
      attach(); // installed before the context began to start
    }
    backstop.started(this);
    if (endedBy != EndedBy.CONTAINER && !backstop.servletApiOnly()) {
      LOGGER.warn(
          "Backstop has no signal of the container in context '{}' of {} and goes by the Servlet"
              + " API alone ({}): a status may be a guess. Where it is Jetty and this is a WAR, let it"
              + " see Jetty's classes: WebAppContext.getHiddenClassMatcher().add(\"-org.eclipse"
              + ".jetty.\"), or put Backstop beside Jetty",
          context.getContextPath(),
          context.getServerInfo(),
          endedBy);
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
