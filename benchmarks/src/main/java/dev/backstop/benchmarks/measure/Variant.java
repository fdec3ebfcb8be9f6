package dev.backstop.benchmarks.measure;

import java.util.Set;

/** What a server has beside its route, and what is told of each request for it. */
public interface Variant {
  /** What the route {@code /users/42} answers, with status 200. */
  String BODY = "{\"id\":\"42\"}";

  /** Returns what tables call it. */
  String title();

  /** Returns what is told once for each request; nothing else is told. */
  Set<Signal> signals();

  /**
   * Starts a server that answers with {@link #BODY}. Called on a thread of the server's own group.
   */
  Started start(Telemetry telemetry) throws Exception;

  /** A server that runs. */
  interface Started {
    /** Returns the port on the loopback interface. */
    int port();

    /** Stops the server; then everything is told. */
    void stop() throws Exception;
  }
}
