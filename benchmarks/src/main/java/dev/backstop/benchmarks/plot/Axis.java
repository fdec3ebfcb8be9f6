package dev.backstop.benchmarks.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * One direction of a chart. It is logarithmic, with 0 a step before the smallest figure, or it is
 * linear from 0. All machines reckon it alike, to the last digit.
 *
 * <p>Immutable.
 *
 * @param isLog whether equal steps are equal factors
 * @param low the figure at its beginning, or next after 0 where 0 has a place
 * @param high the figure at its end
 * @param zero the share of its length between 0 and {@code low}; 0 where 0 has no place
 * @param ticks the figures that are labelled
 */
record Axis(boolean isLog, double low, double high, double zero, List<Double> ticks) {
  private static final double STEP_TO_ZERO = 0.08;
  private static final double WIDE = 5; // over such a factor the small ones would be lost

  /** Returns the one for what grows: logarithmic. */
  static Axis across(List<Double> figures) {
    double high = figures.stream().mapToDouble(f -> f).max().orElse(1);
    double low = figures.stream().mapToDouble(f -> f).filter(f -> f > 0).min().orElse(1);
    boolean fromZero = figures.contains(0.0);
    List<Double> ticks = new ArrayList<>();
    if (fromZero) {
      ticks.add(0.0);
    }
    // A few figures are labelled each, many by their decades.
    ticks.addAll(
        high / low < 100 ? figures.stream().filter(f -> f > 0).toList() : decades(low, high));
    return new Axis(true, low, high > low ? high : low * 10, fromZero ? STEP_TO_ZERO : 0, ticks);
  }

  /** Returns the one for what was measured: logarithmic where the figures lie far apart. */
  static Axis upwards(List<Double> figures) {
    double high = figures.stream().mapToDouble(f -> f).max().orElse(1);
    double least = figures.stream().mapToDouble(f -> f).min().orElse(0);
    if (least > 0 && high / least >= WIDE) {
      List<Double> ticks = decades(decade(least), decade(high) * 10);
      return new Axis(true, ticks.get(0), ticks.get(ticks.size() - 1), 0, ticks);
    }
    double step = step(high > 0 ? high : 1);
    List<Double> ticks = new ArrayList<>();
    int count = (int) Math.ceil(Math.max(high, step) / step);
    for (int i = (int) Math.floor(Math.min(least, 0) / step); i <= count; i++) {
      ticks.add(i * step);
    }
    return new Axis(false, ticks.get(0), ticks.get(ticks.size() - 1), 0, ticks);
  }

  private static List<Double> decades(double low, double high) {
    List<Double> decades = new ArrayList<>();
    for (double ten = decade(low); ten <= high; ten *= 10) {
      if (ten >= low) {
        decades.add(ten);
      }
    }
    return decades;
  }

  private static double decade(double figure) {
    return StrictMath.pow(10, Math.floor(StrictMath.log10(figure) + 1e-9));
  }

  /** Returns 1, 2 or 5 times a power of ten, such that four to ten of them reach so high. */
  private static double step(double high) {
    double ten = decade(high);
    return high / ten <= 2 ? ten / 5 : high / ten <= 5 ? ten / 2 : ten;
  }

  /** Returns where a figure lies, from 0 at the beginning to 1 at the end. */
  double share(double figure) {
    if (!isLog) {
      return (figure - low) / (high - low);
    }
    return figure <= 0
        ? 0
        : zero + (1 - zero) * StrictMath.log(figure / low) / StrictMath.log(high / low);
  }
}
