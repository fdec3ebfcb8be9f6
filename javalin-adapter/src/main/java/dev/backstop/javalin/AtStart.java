package dev.backstop.javalin;

import dev.backstop.Backstop;
import io.javalin.config.JavalinState;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.EnumSet;

/** Installs Backstop into the context of a starting Javalin, and right inside of it the fence. */
final class AtStart implements ServletContextListener {
  private static final String FILTER = "dev.backstop.javalin";

  private final Backstop backstop;
  private final JavalinState state;
  private final boolean fence;

  AtStart(Backstop backstop, JavalinState state, boolean fence) {
    this.backstop = backstop;
    this.state = state;
    this.fence = fence;
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    LastWord.put(state); // now that every plugin has added its loggers
    backstop.install(event.getServletContext());
    FilterRegistration.Dynamic filter =
        event.getServletContext().addFilter(FILTER, new JavalinFilter(state, fence));
    if (filter != null) {
      filter.setAsyncSupported(true);
      filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }
  }
}
