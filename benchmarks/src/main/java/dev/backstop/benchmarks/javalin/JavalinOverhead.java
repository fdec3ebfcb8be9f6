package dev.backstop.benchmarks.javalin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.backstop.benchmarks.measure.Cost;
import dev.backstop.benchmarks.measure.Spread;
import dev.backstop.benchmarks.measure.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;

/**
 * Starts a Javalin for each variant in this JVM, asks them in turn over many short rounds, and
 * prints what a request costs each beside the bare one of the same round: bytes, which are stable,
 * and CPU time, whose ratio is worth more than its microseconds where the machine has other work.
 *
 * <p>Both are of the server's threads alone; the collector's and the compiler's work is in neither.
 */
final class JavalinOverhead {
  private static final int CONNECTIONS = Integer.getInteger("overhead.connections", 8);
  private static final int ROUNDS = Integer.getInteger("overhead.rounds", 25);
  private static final int REQUESTS = Integer.getInteger("overhead.requests", 1_000);
  private static final int WARM_UPS = Integer.getInteger("overhead.warmUps", 15);

  private final List<MeasuredServer> servers = new ArrayList<>();

  private JavalinOverhead() {}

  /**
   * Measures.
   *
   * @param names of the variants, in small letters; none for the usual ones
   */
  public static void main(String... names)
      throws IOException, InterruptedException, ExecutionException {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    new JavalinOverhead().run(Variant.named(List.of(names)));
  }

  private void run(List<Variant> variants)
      throws IOException, InterruptedException, ExecutionException {
    Cost.PerRequest client;
    try {
      for (Variant variant : variants) {
        servers.add(new MeasuredServer(variant, CONNECTIONS));
      }
      client = ask();
    } finally {
      for (MeasuredServer server : servers) {
        server.stop();
      }
    }
    servers.forEach(MeasuredServer::check);
    print(client);
  }

  /** Returns what it cost the client. */
  private Cost.PerRequest ask() throws IOException {
    Cost before = Threads.ofCaller();
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      List<MeasuredServer> order = new ArrayList<>(servers);
      Collections.shuffle(order, new Random(round)); // nobody is always the first, or after another
      for (MeasuredServer server : order) {
        if (round < 0) {
          server.warmUp(REQUESTS);
        } else {
          server.measure(REQUESTS);
        }
      }
    }
    return Threads.ofCaller().since(before, (WARM_UPS + ROUNDS) * REQUESTS * servers.size());
  }

  private void print(Cost.PerRequest client) {
    System.out.printf(
        "%d rounds of %d requests, median [quartiles]; %d connections, JDK %s, %d processors%n",
        ROUNDS,
        REQUESTS,
        CONNECTIONS,
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors());
    System.out.printf(
        "%-32s %-28s %-28s %-24s %s%n",
        "", "bytes/request", "bytes over bare", "CPU us/request", "CPU, bare = 1");
    List<Cost.PerRequest> bare = servers.get(0).rounds();
    for (MeasuredServer server : servers) {
      List<Cost.PerRequest> own = server.rounds();
      System.out.printf(
          "%-32s %-28s %-28s %-24s %s%n",
          server.variant(),
          Spread.of(ROUNDS, i -> own.get(i).bytes()).format("%.0f"),
          Spread.of(ROUNDS, i -> own.get(i).bytes() - bare.get(i).bytes()).format("%.0f"),
          Spread.of(ROUNDS, i -> own.get(i).cpuMicros()).format("%.1f"),
          Spread.of(ROUNDS, i -> own.get(i).cpuMicros() / bare.get(i).cpuMicros()).format("%.2f"));
    }
    System.out.printf(
        "(the client: %.0f bytes, %.1f us a request, in none of the above)%n",
        client.bytes(), client.cpuMicros());
  }
}
