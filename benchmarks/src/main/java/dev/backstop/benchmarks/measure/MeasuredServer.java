package dev.backstop.benchmarks.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A server of one variant, whose threads are measured. */
public final class MeasuredServer {
  private final Variant variant;
  private final Telemetry telemetry = new Telemetry();
  private final Threads threads;
  private final Variant.Started server;
  private final Connections connections;
  private final List<Cost.PerRequest> rounds = new ArrayList<>();
  private long asked;

  public MeasuredServer(Variant variant, int connections)
      throws IOException, InterruptedException, ExecutionException {
    this.variant = variant;
    threads = new Threads(variant.title());
    server = threads.make(() -> variant.start(telemetry));
    this.connections = new Connections(server.port(), connections, Variant.BODY);
  }

  public Variant variant() {
    return variant;
  }

  void warmUp(int requests) throws IOException {
    asked += connections.ask(requests);
  }

  void measure(int requests) throws IOException {
    Cost before = threads.cost();
    int done = connections.ask(requests);
    rounds.add(threads.cost().since(before, done));
    asked += done;
  }

  /** Returns what a request cost in each round. */
  public List<Cost.PerRequest> rounds() {
    return rounds;
  }

  void stop() throws Exception {
    connections.close();
    server.stop();
  }

  /** Fails if a signal was not told once for each request; after the stop, when all are told. */
  void check() {
    for (Signal signal : Signal.values()) {
      long expected = variant.signals().contains(signal) ? asked : 0;
      long told = telemetry.count(signal);
      if (told != expected) {
        throw new IllegalStateException(
            variant.title()
                + ": "
                + told
                + " times "
                + signal
                + " for "
                + asked
                + " requests, expected "
                + expected
                + "; see what the variant installs");
      }
    }
  }
}
