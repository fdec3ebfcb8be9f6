package dev.backstop.it.installation.war;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.backstop.Backstop;
import dev.backstop.outcome.Outcome;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Installs Backstop as a web.xml has it. */
public final class WarListener implements ServletContextListener {
  /** For the container. */
  public WarListener() {}

  @Override
  public void contextInitialized(ServletContextEvent event) {
    install(event.getServletContext());
  }

  static void install(ServletContext context) {
    WarServlet.register(context);
    // On Jetty it warns that it goes by the Servlet API alone, which the tests know.
    ((Logger) LoggerFactory.getLogger("dev.backstop")).setLevel(Level.OFF);
    Backstop backstop =
        Backstop.builder().onOutcome((outcome, report) -> Told.tell(line(outcome))).build();
    backstop.install(context);
    Told.tell(List.of(Backstop.class.getClassLoader(), backstop));
  }

  private static String line(Outcome outcome) {
    return String.join(
        " ",
        outcome.path(),
        Integer.toString(outcome.status()),
        outcome.statusSource().name(),
        outcome.ending().name());
  }
}
