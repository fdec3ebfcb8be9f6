package dev.backstop.benchmarks.measure;

/**
 * Tells on standard error how far a run is, whose steps take alike: a line for each step, but at
 * most one a second.
 */
public final class Progress {
  private final String what;
  private final int steps;
  private final long begin = System.nanoTime();
  private long told = begin;
  private int done;

  /** Begins; {@code what} is one step, as in "round". */
  public Progress(String what, int steps) {
    this.what = what;
    this.steps = steps;
  }

  /** Tells that one more step is done. */
  public void step() {
    done++;
    long now = System.nanoTime();
    if (done < steps && now - told < 1_000_000_000) {
      return;
    }
    told = now;
    double left = (now - begin) / 1e9 / done * (steps - done);
    System.err.printf("%s %d of %d, about %.0f s left%n", what, done, steps, left);
  }
}
