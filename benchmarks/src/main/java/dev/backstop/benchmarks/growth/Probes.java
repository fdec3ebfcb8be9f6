package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Progress;
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
   * Asks all of them, unmeasured, and whatever there are many of, tenants or routes, at least once.
   *
   * @param requests of each client in a round
   */
  void warmUp(String curve, int rounds, int requests)
      throws InterruptedException, ExecutionException {
    Progress visits = new Progress(curve + ": first visits, server", probes.size());
    for (Probe probe : probes) {
      probe.warmUp(probe.at());
      visits.step();
    }
    Progress progress = new Progress(curve + ": warm-up", rounds);
    for (int round = 0; round < rounds; round++) {
      for (Probe probe : probes) {
        probe.warmUp(requests);
      }
      progress.step();
    }
  }

  /**
   * Asks all of them.
   *
   * @param requests of each client in a round
   */
  void measure(String curve, int rounds, int requests)
      throws InterruptedException, ExecutionException {
    Progress progress = new Progress(curve + ": round", rounds);
    for (int round = 0; round < rounds; round++) {
      List<Probe> order = new ArrayList<>(probes);
      Collections.shuffle(order, new Random(round));
      for (Probe probe : order) {
        probe.measure(requests);
      }
      progress.step();
    }
  }

  /** Returns what was measured, all points of one figure after the other. */
  Lines lines(Quantity... quantities) {
    Lines lines = new Lines();
    Map<Integer, Probe> bases = new HashMap<>();
    for (Quantity quantity : quantities) {
      for (Probe probe : probes) {
        Probe base = bases.computeIfAbsent(probe.at(), at -> probe);
        lines.put(probe.at(), probe.line(), quantity.unit(), quantity.of(probe, base));
      }
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    for (Probe probe : probes) {
      probe.close();
    }
  }
}
