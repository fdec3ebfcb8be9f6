package dev.backstop.benchmarks.growth;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/**
 * All points of a curve, which are asked in turn, in an order of its own in each round, so that
 * none is always the first, or always after another.
 */
final class Probes implements AutoCloseable {
  private final List<Probe> probes = new ArrayList<>();

  void add(Probe probe) {
    probes.add(probe);
  }

  /**
   * Asks all of them. Whatever there are many of, tenants or routes, has been there once before
   * anything is measured.
   *
   * @param requests of each client in a round
   */
  void run(String curve, int warmUps, int rounds, int requests)
      throws InterruptedException, ExecutionException {
    Progress progress = new Progress(curve, warmUps + rounds);
    for (int round = -warmUps; round < rounds; round++) {
      List<Probe> order = new ArrayList<>(probes);
      Collections.shuffle(order, new Random(round));
      for (Probe probe : order) {
        if (round < 0) {
          probe.warmUp(round == -warmUps ? Math.max(requests, probe.at()) : requests);
        } else {
          probe.measure(requests);
        }
      }
      progress.step();
    }
  }

  /** Returns what was measured, all points of one figure after the other. */
  Figures figures(Quantity... quantities) {
    Figures figures = new Figures();
    Map<Integer, Probe> bases = new HashMap<>();
    for (Quantity quantity : quantities) {
      for (Probe probe : probes) {
        Probe base = bases.computeIfAbsent(probe.at(), at -> probe);
        figures.put(probe.at(), probe.line(), quantity.unit(), quantity.of(probe, base));
      }
    }
    return figures;
  }

  @Override
  public void close() throws IOException {
    for (Probe probe : probes) {
      probe.close();
    }
  }
}
