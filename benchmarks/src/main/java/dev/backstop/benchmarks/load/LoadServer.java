package dev.backstop.benchmarks.load;

import dev.backstop.benchmarks.measure.Cost;
import dev.backstop.benchmarks.measure.Threads;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A server in this JVM for one combination. It prints its port, then its {@link Counters} for each
 * line that it reads, and ends with its input. After {@link #COLLECT} they are those of a heap that
 * was just collected.
 */
final class LoadServer {
  static final String COLLECT = "collect";
  static final String COUNT = "count";

  private LoadServer() {}

  /**
   * Serves.
   *
   * @param names of the container and the form, and the number of cleanups
   */
  public static void main(String... names) throws Exception {
    Combination combination = Combination.parse(names);
    Collector collector = new Collector();
    Visits visits = new Visits(combination.cleanups(), 0);
    Threads threads = new Threads("server");
    Site site = threads.make(() -> combination.container().start(combination.form(), visits));
    System.out.println(site.port());
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      if (line.equals(COLLECT)) {
        System.gc();
      }
      Cost cost = threads.cost();
      Counters counters =
          new Counters(
              visits.ended(),
              collector.collections(),
              collector.pauseMillis(),
              collector.noted(),
              collector.leftBytes(),
              cost.bytes(),
              cost.cpuNanos());
      System.out.println(counters.line());
    }
    site.stop();
  }
}
