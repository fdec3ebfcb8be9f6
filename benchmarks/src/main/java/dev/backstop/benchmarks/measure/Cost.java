package dev.backstop.benchmarks.measure;

/**
 * What threads have used.
 *
 * @param bytes allocated
 * @param cpuNanos on a processor, in user and system mode
 */
public record Cost(long bytes, long cpuNanos) {
  /** Returns what a request cost between two readings. */
  public PerRequest since(Cost before, int requests) {
    return new PerRequest(
        (bytes - before.bytes) / (double) requests, (cpuNanos - before.cpuNanos) / 1e3 / requests);
  }

  /**
   * What a request costs.
   *
   * @param bytes allocated
   * @param cpuMicros on a processor, in user and system mode
   */
  public record PerRequest(double bytes, double cpuMicros) {}
}
