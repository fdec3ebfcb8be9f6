package dev.backstop.benchmarks.jmh;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Tells how far a run of JMH is: a line for each benchmark, and whatever goes wrong. */
final class Progress implements OutputFormat {
  private static final String FAR = "# Run progress: ";

  private final PrintStream out;
  private String far = "";

  Progress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void startBenchmark(BenchmarkParams parameters) {
    out.print(far + Figure.name(parameters) + " " + Figure.parameters(parameters) + ": ");
    out.flush();
  }

  @Override
  public void endBenchmark(BenchmarkResult result) {
    out.println(
        result == null // it has failed
            ? "no result"
            : String.format(Locale.ROOT, "%.1f ns", result.getPrimaryResult().getScore()));
  }

  @Override
  public void println(String line) {
    if (line.startsWith(FAR)) {
      far = line.substring(FAR.length()) + ", ";
    } else if (!line.isBlank() && !line.startsWith("#")) {
      out.println(line);
    }
  }

  @Override
  public void print(String text) {}

  @Override
  public void verbosePrintln(String line) {}

  @Override
  public void write(int one) {}

  @Override
  public void write(byte[] bytes) {}

  @Override
  public void iteration(BenchmarkParams parameters, IterationParams iteration, int number) {}

  @Override
  public void iterationResult(
      BenchmarkParams parameters, IterationParams iteration, int number, IterationResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> results) {}

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {}
}
