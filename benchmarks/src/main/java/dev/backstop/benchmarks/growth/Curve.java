package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.plot.Table;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** How the cost grows with one thing. */
interface Curve {
  /** Returns what it is called on the command line and in the names of its files. */
  String name();

  Table measure(Effort effort) throws IOException, InterruptedException, ExecutionException;
}
