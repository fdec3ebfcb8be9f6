package dev.backstop.benchmarks.load;

/** Requests that come over some connections at once, as many over each. */
record Load(int connections, int requests) {
  Load {
    if (connections < 1 || requests < connections || requests % connections != 0) {
      throw new IllegalArgumentException(
          requests
              + " requests over "
              + connections
              + " connections; -Dload.requests has to be a multiple of -Dload.connections");
    }
  }
}
