package dev.backstop.it.installation;

import jakarta.servlet.ServletContext;

/** What is done at each start of a context. */
@FunctionalInterface
public interface Application {
  /** Called while the context starts, when it still takes filters, servlets and listeners. */
  void onStartup(ServletContext context);
}
