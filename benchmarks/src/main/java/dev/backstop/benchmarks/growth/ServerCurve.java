package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.OneProcessor;
import dev.backstop.benchmarks.plot.Table;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** A curve of servers that are asked over sockets, of which each is a point of a line. */
abstract class ServerCurve implements Curve {
  private final String name;
  private final String title;
  private final Quantity[] quantities;

  /**
   * Names it.
   *
   * @param name what grows, in the plural
   * @param quantities what is told of each point
   */
  ServerCurve(String name, String title, Quantity... quantities) {
    this.name = name;
    this.title = title;
    this.quantities = quantities;
  }

  @Override
  public final String name() {
    return name;
  }

  /** Starts the servers. */
  abstract void start(Probes probes, Effort effort)
      throws IOException, InterruptedException, ExecutionException;

  @Override
  public final Table measure(Effort effort)
      throws IOException, InterruptedException, ExecutionException {
    int rounds = effort.of(15, 5);
    int requests = effort.of(500, 200);
    try (Probes probes = new Probes()) {
      start(probes, effort);
      probes.warmUp(name, effort.of(10, 5), requests);
      String how = "medians of " + rounds + " rounds of " + requests + " requests of each client";
      if (isOfManyProcessors()) {
        probes.measure(name, rounds, requests);
      } else {
        OneProcessor held = OneProcessor.hold(); // from now on: the compiler's threads need more
        try {
          probes.measure(name, rounds, requests);
        } finally {
          held.release();
        }
        how += "; " + held;
      }
      return probes.lines(quantities).table(title, name, how);
    }
  }

  /** Returns whether its threads are to run beside each other. */
  boolean isOfManyProcessors() {
    return false;
  }
}
