package dev.backstop.it.installation.war;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.List;

/** The same web application, to know what the container alone leaves behind. */
public final class WarWithoutBackstop implements ServletContextListener {
  /** For the container. */
  public WarWithoutBackstop() {}

  @Override
  public void contextInitialized(ServletContextEvent event) {
    WarServlet.register(event.getServletContext());
    Told.tell(List.of(getClass().getClassLoader()));
  }
}
