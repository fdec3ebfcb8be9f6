package dev.backstop.spring;

import dev.backstop.Backstop;
import jakarta.servlet.ServletContext;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Installs Backstop before any filter of the application.
 *
 * <p>Boot sorts initializers within groups, and the groups by their first member: only what goes
 * before every registration of a filter, those of highest precedence too, makes the outermost one.
 */
final class BackstopInitializer implements ServletContextInitializer, PriorityOrdered {
  private final Backstop backstop;

  BackstopInitializer(Backstop backstop) {
    this.backstop = backstop;
  }

  @Override
  public void onStartup(ServletContext context) {
    backstop.install(context);
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}
