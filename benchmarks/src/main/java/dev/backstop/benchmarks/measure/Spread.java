package dev.backstop.benchmarks.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The median of some figures, and the quartiles around it. */
public record Spread(double lower, double median, double upper) {
  public static Spread of(int count, IntToDoubleFunction figure) {
    double[] sorted = IntStream.range(0, count).mapToDouble(figure).toArray();
    Arrays.sort(sorted);
    return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.round((sorted.length - 1) * share)];
  }

  /** Returns the spread of each figure's part. */
  public Spread dividedBy(int parts) {
    return new Spread(lower / parts, median / parts, upper / parts);
  }

  /** Returns the median and, in brackets, the quartiles; the format is of one number. */
  public String format(String number) {
    return String.format(
        Locale.ROOT, number + " [" + number + " " + number + "]", median, lower, upper);
  }
}
