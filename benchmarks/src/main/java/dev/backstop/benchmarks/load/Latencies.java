package dev.backstop.benchmarks.load;

import java.util.Arrays;
import java.util.List;

/**
 * How long a client waited for its answers.
 *
 * @param p50Millis within which half of them came
 * @param p99Millis within which all but the slowest hundredth came
 */
record Latencies(double p50Millis, double p99Millis) {
  private static final String TIME = "response-time";
  private static final String STATUS = "status-code";

  /**
   * Reads the output of {@code hey -o csv}: a head line, then one line for each answer, in seconds.
   *
   * @param expected answers
   * @throws IllegalArgumentException if there are not that many, or one of them is not a 200
   */
  static Latencies parse(List<String> lines, int expected) {
    List<String> head = lines.isEmpty() ? List.of() : List.of(lines.get(0).split(","));
    int time = head.indexOf(TIME);
    int status = head.indexOf(STATUS);
    if (time < 0 || status < 0) {
      throw new IllegalArgumentException(
          "the client's first line is " + head + ", expected columns " + TIME + " and " + STATUS);
    }
    List<String[]> answers =
        lines.stream()
            .skip(1)
            .filter(line -> !line.isBlank())
            .map(line -> line.split(","))
            .toList();
    long good = answers.stream().filter(answer -> "200".equals(answer[status])).count();
    if (answers.size() != expected || good != expected) {
      throw new IllegalArgumentException(
          answers.size()
              + " answers, "
              + good
              + " of them 200, expected "
              + expected
              + "; the others failed or were not made: is the server up?");
    }
    double[] sorted =
        answers.stream().mapToDouble(answer -> Double.parseDouble(answer[time]) * 1e3).toArray();
    Arrays.sort(sorted);
    return new Latencies(percentile(sorted, 50), percentile(sorted, 99));
  }

  // The shortest time within which that share of the answers came.
  private static double percentile(double[] sorted, int percent) {
    return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
  }
}
