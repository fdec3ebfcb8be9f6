package dev.backstop.benchmarks.growth;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  /** Asks each for all that there is of what grows, once; where that was not to be measured. */
  void visit(String curve) throws InterruptedException, ExecutionException {
    Progress progress = new Progress(curve + ", each for the first time", probes.size());
    for (Probe probe : probes) {
      probe.warmUp(probe.at());
      progress.step();
    }
  }

  /** Asks all of them. */
  void run(String curve, int warmUps, int rounds, int requests)
      throws InterruptedException, ExecutionException {
    Progress progress = new Progress(curve, warmUps + rounds);
    for (int round = -warmUps; round < rounds; round++) {
      List<Probe> order = new ArrayList<>(probes);
      Collections.shuffle(order, new Random(round));
      for (Probe probe : order) {
        if (round < 0) {
          probe.warmUp(requests);
        } else {
          probe.measure(requests);
        }
      }
      progress.step();
    }
  }

  /** Returns what was measured, a figure of each probe for each of the units. */
  Figures figures(Quantity... quantities) {
    Figures figures = new Figures();
    for (Quantity quantity : quantities) {
      for (Probe probe : probes) {
        figures.put(probe.at(), probe.line(), quantity.unit(), quantity.of(probe));
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
