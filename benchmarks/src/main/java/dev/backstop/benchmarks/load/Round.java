package dev.backstop.benchmarks.load;

/** What one load cost a server, and what its client saw. */
record Round(int requests, Counters cost, Latencies latencies) {
  double bytesPerRequest() {
    return cost.bytes() / (double) requests;
  }

  double cpuMicrosPerRequest() {
    return cost.cpuNanos() / 1e3 / requests;
  }

  /** Returns what was in use after a collection, on average; NaN where there was none. */
  double leftMegabytes() {
    return cost.noted() == 0 ? Double.NaN : cost.leftBytes() / (double) cost.noted() / (1 << 20);
  }
}
