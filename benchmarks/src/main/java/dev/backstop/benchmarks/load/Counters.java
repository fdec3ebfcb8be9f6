package dev.backstop.benchmarks.load;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a server has counted since it started. Two readings make a {@link Round}.
 *
 * @param ended visits whose cleanups have all run, in their order
 * @param collections of garbage
 * @param pauseMillis of all collections
 * @param noted collections of which it is known what they left
 * @param leftBytes in the heap after each noted collection, summed up
 * @param bytes that the server's threads allocated
 * @param cpuNanos of the server's threads
 */
record Counters(
    long ended,
    long collections,
    long pauseMillis,
    long noted,
    long leftBytes,
    long bytes,
    long cpuNanos) {
  /** Returns it as a line that {@link #parse} reads. */
  String line() {
    return LongStream.of(ended, collections, pauseMillis, noted, leftBytes, bytes, cpuNanos)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none of {@link #line}
   */
  static Counters parse(String line) {
    if (!line.matches("\\d+( \\d+){6}")) {
      throw new IllegalArgumentException(
          "the server said '" + line + "', expected seven numbers; its errors are on stderr");
    }
    long[] figures = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    return new Counters(
        figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], figures[6]);
  }

  Counters minus(Counters before) {
    return new Counters(
        ended - before.ended,
        collections - before.collections,
        pauseMillis - before.pauseMillis,
        noted - before.noted,
        leftBytes - before.leftBytes,
        bytes - before.bytes,
        cpuNanos - before.cpuNanos);
  }
}
