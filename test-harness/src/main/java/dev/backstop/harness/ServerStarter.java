package dev.backstop.harness;

import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Consumer;

/** How a test that brings its own web application starts a container. */
@FunctionalInterface
public interface ServerStarter {
  /**
   * Starts a server of one context, mapped to the root, on a free port of this machine, with a pool
   * of at least 250 threads.
   *
   * @param application registers everything, Backstop included, while the context starts or before
   * @param errorPages the location of the error page of each status
   * @return the server, which answers by now
   * @throws Exception where it does not start
   */
  Server start(Consumer<ServletContext> application, Map<Integer, String> errorPages)
      throws Exception;

  /** A server that runs. */
  interface Server {
    /** {@return the port} */
    int port();

    /**
     * Stops the context alone: its filters are destroyed while its requests may still go on.
     *
     * @throws Exception where it does not stop
     */
    void stopContext() throws Exception;

    /**
     * Stops the server; its context stops with it.
     *
     * @throws Exception where it does not stop
     */
    void stop() throws Exception;
  }
}
