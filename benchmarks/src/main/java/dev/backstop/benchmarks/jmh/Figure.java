package dev.backstop.benchmarks.jmh;

import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one benchmark with its parameters came to.
 *
 * @param name as in {@code Registry.backstop}
 * @param parameters as in {@code cleanups=20}; empty where it has none
 * @param nanos an operation
 * @param error half the width of the 99.9 % confidence interval, in nanoseconds; NaN for too few
 * @param bytes allocated by an operation
 */
record Figure(String name, String parameters, double nanos, double error, double bytes) {
  static Figure of(RunResult run) {
    Result<?> time = run.getPrimaryResult();
    Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
    return new Figure(
        name(run.getParams()),
        parameters(run.getParams()),
        time.getScore(),
        time.getScoreError(),
        allocated == null ? Double.NaN : allocated.getScore());
  }

  static String name(BenchmarkParams of) {
    String full = of.getBenchmark();
    String type = full.substring(0, full.lastIndexOf('.'));
    return type.substring(type.lastIndexOf('.') + 1).replace("Benchmark", "")
        + full.substring(full.lastIndexOf('.'));
  }

  static String parameters(BenchmarkParams of) {
    return of.getParamsKeys().stream()
        .map(key -> key + "=" + of.getParam(key))
        .collect(Collectors.joining(" "));
  }

  /** Returns a row of a Markdown table. */
  String row() {
    return String.format(
        Locale.ROOT, "| %s | %s | %.1f ± %.1f | %.0f |", name, parameters, nanos, error, bytes);
  }
}
