package dev.backstop.benchmarks.growth;

/**
 * Tells how far a curve is, once for each of its steps, which take alike; but the first, in which
 * much is done for the first time.
 */
final class Progress {
  private final String curve;
  private final int steps;
  private long begin;
  private int done;

  Progress(String curve, int steps) {
    this.curve = curve;
    this.steps = steps;
  }

  void step() {
    done++;
    if (done == 1) {
      begin = System.nanoTime();
      System.err.printf("%s: 1 of %d%n", curve, steps);
      return;
    }
    double left = (System.nanoTime() - begin) / 1e9 / (done - 1) * (steps - done);
    System.err.printf("%s: %d of %d, about %.0f s left%n", curve, done, steps, left);
  }
}
