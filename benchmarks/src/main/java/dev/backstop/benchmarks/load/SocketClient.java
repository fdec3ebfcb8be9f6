package dev.backstop.benchmarks.load;

import dev.backstop.benchmarks.measure.Connections;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks as hey does: each connection has a thread, which sends the next request when it has read the
 * answer. Prints the columns of {@code hey -o csv} that {@link Latencies} reads.
 */
final class SocketClient {
  private SocketClient() {}

  /**
   * Asks.
   *
   * @param numbers the port, the connections and the requests
   */
  public static void main(String... numbers) throws Exception {
    int port = Integer.parseInt(numbers[0]);
    Load load = new Load(Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    ExecutorService threads = Executors.newFixedThreadPool(load.connections());
    List<Callable<long[]>> workers =
        Collections.nCopies(
            load.connections(), () -> ask(port, load.requests() / load.connections()));
    List<Future<long[]>> answers = new ArrayList<>(threads.invokeAll(workers));
    threads.shutdown();
    StringBuilder csv = new StringBuilder("response-time,status-code\n");
    for (Future<long[]> times : answers) {
      for (long nanos : times.get()) {
        csv.append(String.format(Locale.ROOT, "%.6f,200%n", nanos / 1e9));
      }
    }
    System.out.print(csv);
  }

  private static long[] ask(int port, int requests) throws Exception {
    long[] nanos = new long[requests];
    try (Connections connection = new Connections(port, 1, Container.body("42"))) {
      for (int i = 0; i < requests; i++) {
        long start = System.nanoTime();
        connection.ask(1); // fails where the answer is not a 200
        nanos[i] = System.nanoTime() - start;
      }
    }
    return nanos;
  }
}
