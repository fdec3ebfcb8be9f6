package dev.backstop.benchmarks.load;

/**
 * What a load cost a server, and what its client saw.
 *
 * @param cost of the whole load
 * @param opening what its first requests cost: the connections and their buffers
 */
record Round(Load load, Counters cost, Counters opening, Latencies latencies) {
  /** Returns what is allocated for a request, each with its share of the connections. */
  double bytesPerRequest() {
    return cost.bytes() / (double) load.requests();
  }

  /** Returns what is allocated for one request more over a connection that is in use. */
  double bytesPerFurtherRequest() {
    return further().bytes() / (double) load.further();
  }

  double cpuMicrosPerRequest() {
    return cost.cpuNanos() / 1e3 / load.requests();
  }

  /** Returns what the requests cost that come after the opening. */
  Counters further() {
    return cost.minus(opening);
  }

  /** Returns what was in use after a collection, on average; NaN where there was none. */
  double leftMegabytes() {
    return cost.noted() == 0 ? Double.NaN : cost.leftBytes() / (double) cost.noted() / (1 << 20);
  }
}
