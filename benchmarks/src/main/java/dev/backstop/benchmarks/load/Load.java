package dev.backstop.benchmarks.load;

/** Requests that come over some connections at once, as many over each. */
record Load(int connections, int requests) {
  // With 200 connections, Jetty's buffers are all made by then: 24 of the 46 MB of 10,000 requests.
  private static final int OPENING = 5;

  Load {
    if (connections < 1 || requests < connections || requests % connections != 0) {
      throw new IllegalArgumentException(
          requests
              + " requests over "
              + connections
              + " connections; -Dload.requests has to be a multiple of -Dload.connections");
    }
  }

  /** Returns the first requests of each connection, in which the server makes its buffers. */
  Load opening() {
    return new Load(connections, connections * OPENING);
  }

  /** Returns how many requests come after the opening. */
  int further() {
    return requests - connections * OPENING;
  }
}
