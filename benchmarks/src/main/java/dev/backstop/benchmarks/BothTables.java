package dev.backstop.benchmarks;

import dev.backstop.benchmarks.jmh.MicroBenchmarks;
import dev.backstop.benchmarks.server.ServerComparison;

/**
 * Prints both tables, each with the goals that it can judge: what the parts cost, by JMH, and what
 * a request costs a server beside the peers. With {@code -Dquick} in less than three minutes.
 */
public final class BothTables {
  private BothTables() {}

  /** Measures all; takes no arguments. */
  public static void main(String... none) throws Exception {
    System.err.println("1 of 2: the parts");
    MicroBenchmarks.main();
    System.err.println("2 of 2: the servers");
    ServerComparison.main();
  }
}
