package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Connections;
import dev.backstop.benchmarks.measure.Cost;
import dev.backstop.benchmarks.measure.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/**
 * A point of a line: a server, the clients that ask it, and what its threads have used for them.
 */
final class Probe implements AutoCloseable {
  private static final int CONNECTIONS = 4; // of each client

  private final int at;
  private final String line;
  private final GrowthServer server;
  private final List<Connections> clients = new ArrayList<>();
  private final ExecutorService pool;
  private final List<Round> rounds = new ArrayList<>();
  private final LongConsumer check;
  private long asked;

  /** Connects the clients to a server that is checked by itself. */
  Probe(int at, String line, GrowthServer server, int clients, IntFunction<byte[]> requests)
      throws IOException {
    this(at, line, server, clients, requests, ignored -> {});
  }

  /**
   * Connects the clients.
   *
   * @param at how much there is of what grows
   * @param clients each of them a thread
   * @param requests what each client sends as its first, its second and so on, from 0
   * @param check fails if the server has not done for so many requests what it is measured for
   */
  Probe(
      int at,
      String line,
      GrowthServer server,
      int clients,
      IntFunction<byte[]> requests,
      LongConsumer check)
      throws IOException {
    this.check = check;
    this.at = at;
    this.line = line;
    this.server = server;
    this.pool = Executors.newFixedThreadPool(clients);
    for (int i = 0; i < clients; i++) {
      this.clients.add(new Connections(server.port(), CONNECTIONS, Variant.BODY, requests));
    }
  }

  /**
   * What a round has shown.
   *
   * @param perSecond the requests in a second, of all clients
   */
  record Round(Cost.PerRequest cost, double perSecond) {}

  int at() {
    return at;
  }

  String line() {
    return line;
  }

  GrowthServer server() {
    return server;
  }

  List<Round> rounds() {
    return rounds;
  }

  /** Asks, unmeasured; so many requests of each client, at least. */
  void warmUp(int requests) throws InterruptedException, ExecutionException {
    asked += ask(requests);
    server.settle(asked);
  }

  void measure(int requests) throws InterruptedException, ExecutionException {
    Cost before = server.cost();
    long begin = System.nanoTime();
    int done = ask(requests);
    double seconds = (System.nanoTime() - begin) / 1e9;
    asked += done;
    server.settle(asked);
    rounds.add(new Round(server.cost().since(before, done), done / seconds));
  }

  private int ask(int requests) throws InterruptedException, ExecutionException {
    int done = 0;
    for (Future<Integer> client :
        pool.invokeAll(
            clients.stream()
                .<Callable<Integer>>map(client -> () -> client.ask(requests))
                .toList())) {
      done += client.get();
    }
    return done;
  }

  @Override
  public void close() throws IOException {
    pool.shutdownNow();
    for (Connections client : clients) {
      client.close();
    }
    server.close();
    server.check(asked);
    check.accept(asked);
  }
}
