package dev.backstop.benchmarks.growth;

/** Tells how far a curve is, once for each of its steps, which take alike. */
final class Progress {
  private final String curve;
  private final int steps;
  private final long begin = System.nanoTime();
  private int done;

  Progress(String curve, int steps) {
    this.curve = curve;
    this.steps = steps;
  }

  void step() {
    done++;
    double left = (System.nanoTime() - begin) / 1e9 / done * (steps - done);
    System.err.printf("%s: %d of %d, about %.0f s left%n", curve, done, steps, left);
  }
}
