package dev.backstop.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Starts a server for each combination in a JVM of its own with a small heap, sends the same load
 * to each in turn over some rounds, and prints what it did to the collector.
 *
 * <p>The serial collector: each of its collections is a pause, comes when the young generation is
 * full and not when a model of pauses says so, and so its count is a measure of what was allocated
 * and nothing else. The young generation is small enough that the article's 10,000 requests fill it
 * some dozens of times.
 */
final class LoadTest {
  private static final boolean QUICK = !"false".equals(System.getProperty("quick", "false"));
  private static final List<Container> CONTAINERS =
      QUICK ? List.of(Container.JETTY) : List.of(Container.values());
  private static final List<Integer> CLEANUPS = QUICK ? List.of(20) : List.of(5, 20);
  private static final int ROUNDS = Integer.getInteger("load.rounds", QUICK ? 3 : 9);
  private static final int WARM_UPS = Integer.getInteger("load.warmUps", QUICK ? 1 : 3);
  private static final int LIMIT_SECONDS = QUICK ? 45 : 330; // and then no further round
  private static final List<String> JVM =
      List.of(
          "-Xms64m",
          "-Xmx64m",
          "-Xmn" + System.getProperty("load.young", "1m"),
          "-XX:+UseSerialGC",
          "-Dload.threads=" + Integer.getInteger("load.threads", 64));

  private final long start = System.nanoTime();
  private final Client client = Client.find();
  private final Load load =
      new Load(
          Integer.getInteger("load.connections", 200), Integer.getInteger("load.requests", 10_000));
  private final List<ServerProcess> servers = new ArrayList<>();

  private LoadTest() {}

  /** Measures. */
  public static void main(String... ignored) throws Exception {
    new LoadTest().run();
  }

  private void run() throws Exception {
    if (load.further() < 1) {
      throw new IllegalArgumentException(
          load.requests()
              + " requests; -Dload.requests has to be more than the "
              + load.opening().requests()
              + " that open the connections");
    }
    try {
      startServers();
      ask();
    } finally {
      servers.forEach(ServerProcess::stop);
    }
    LoadTable table =
        new LoadTable(servers, load, client + "; servers: java " + String.join(" ", JVM));
    table.print(System.out);
    table.write();
    SlowCleanup.print(System.out, CONTAINERS);
  }

  private void startServers() throws IOException {
    List<Combination> combinations = Combination.of(CONTAINERS, CLEANUPS);
    System.err.printf("starting %d servers, each in a JVM of its own%n", combinations.size());
    for (Combination combination : combinations) {
      servers.add(new ServerProcess(combination, JVM));
    }
    for (ServerProcess server : servers) {
      server.awaitStart();
    }
    System.err.printf("they have started, after %d s%n", seconds());
  }

  private void ask() throws IOException, InterruptedException {
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      long before = System.nanoTime();
      List<ServerProcess> order = new ArrayList<>(servers);
      Collections.shuffle(order, new Random(round)); // nobody is always the first, or after another
      for (ServerProcess server : order) {
        Round asked = server.ask(client, load);
        if (round >= 0) {
          server.keep(asked);
        }
      }
      long lasted = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before);
      long left = Math.min(lasted * (ROUNDS - round - 1), Math.max(LIMIT_SECONDS - seconds(), 0));
      System.err.printf(
          "%s, about %d s left%n",
          round < 0
              ? "warm-up " + (round + WARM_UPS + 1) + " of " + WARM_UPS
              : "round " + (round + 1) + " of " + ROUNDS,
          left);
      if (round >= 0 && seconds() + lasted > LIMIT_SECONDS) {
        System.err.printf("no further round within the limit of %d s%n", LIMIT_SECONDS);
        return;
      }
    }
  }

  private long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }
}
