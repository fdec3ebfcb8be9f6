package dev.backstop.benchmarks.load;

/** A server that runs. */
record Site(int port, Stop server) {
  /** How to stop a server. */
  @FunctionalInterface
  interface Stop {
    void run() throws Exception;
  }

  void stop() throws Exception {
    server.run();
  }
}
