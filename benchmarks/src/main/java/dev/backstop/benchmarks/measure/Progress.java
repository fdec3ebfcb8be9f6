package dev.backstop.benchmarks.measure;

/** Tells on standard error how far a run is, one line for each of its steps, which take alike. */
public final class Progress {
  private final String what;
  private final int steps;
  private final long begin = System.nanoTime();
  private int done;

  /** Begins; {@code what} is one step, as in "round". */
  public Progress(String what, int steps) {
    this.what = what;
    this.steps = steps;
  }

  /** Tells that one more step is done. */
  public void step() {
    done++;
    double left = (System.nanoTime() - begin) / 1e9 / done * (steps - done);
    System.err.printf("%s %d of %d, about %.0f s left%n", what, done, steps, left);
  }
}
