package dev.backstop.it.kits;

import jakarta.servlet.ServletContext;
import java.util.function.Consumer;

/** A server of one container with one context, as the kits ask for it. */
interface KitServer {
  /**
   * Starts it on the loopback interface.
   *
   * @param port 0 for a free one
   * @param contextPath empty for the root
   * @param application called while the context starts
   */
  void start(int port, String contextPath, Consumer<ServletContext> application) throws Exception;

  /** Returns the port that it listens on. */
  int port();

  /** Stops it. */
  void stop() throws Exception;
}
