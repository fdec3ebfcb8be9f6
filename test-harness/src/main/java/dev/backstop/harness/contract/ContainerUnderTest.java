package dev.backstop.harness.contract;

/**
 * How the contract starts a container.
 *
 * <p>Not thread-safe.
 */
public interface ContainerUnderTest {
  /** {@return which container it is} */
  ContainerFacts facts();

  /**
   * Starts a server of one context, mapped to the root, on a free port of this machine, with one
   * I/O thread or selector. While the context starts, or before, it calls {@link
   * WebApp#initialize}; it maps {@link WebApp#errorPages()} as a deployment descriptor would; its
   * response buffer has 8 KB at least and 64 KB at most.
   *
   * @param app what the server is to serve
   * @return the server, which answers by now
   * @throws Exception where it does not start
   */
  RunningServer start(WebApp app) throws Exception;

  /** A server that runs. */
  interface RunningServer {
    /** {@return the port} */
    int port();

    /**
     * Stops the server.
     *
     * @throws Exception where it does not stop
     */
    void stop() throws Exception;
  }
}
