package dev.backstop.it.installation;

import java.nio.file.Path;

/** A server that takes several contexts, and stops and starts each of them while it runs. */
public interface ContextServer {
  /**
   * Adds a context, before the server starts.
   *
   * @param application what it does at each of its starts, as a ServletContainerInitializer would
   */
  WebContext add(String contextPath, Application application) throws Exception;

  /**
   * Adds an exploded web application, before the server starts. Each of its starts has a new class
   * loader, which looks into the application first.
   */
  WebContext addWar(String contextPath, Path directory) throws Exception;

  /** Starts the server and its contexts. */
  void start() throws Exception;

  /** Returns the port of a server that has started. */
  int port();

  /** Stops the server and its contexts. */
  void stop() throws Exception;
}
