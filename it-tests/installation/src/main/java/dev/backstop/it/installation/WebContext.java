package dev.backstop.it.installation;

import jakarta.servlet.ServletContext;

/** One context of a {@link ContextServer}. */
public interface WebContext {
  /** Returns the servlet context, as the last start made it. */
  ServletContext servletContext();

  /** Stops the context; the server goes on. */
  void stop() throws Exception;

  /** Starts a context that was stopped. */
  void start() throws Exception;

  /** Stops it and takes it out of the server for good. */
  void remove() throws Exception;

  /** Stops it and starts it again, in the way that the container has for that. */
  default void reload() throws Exception {
    stop();
    start();
  }
}
