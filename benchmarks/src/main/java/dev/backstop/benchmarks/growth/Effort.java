package dev.backstop.benchmarks.growth;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much is measured: all of it, or what takes a minute.
 *
 * @param isQuick whether few points and few rounds do
 */
record Effort(boolean isQuick) {
  /** Returns the points of a curve that ends at a power of ten: 1, 2, 5, 10, 20 and so on. */
  List<Integer> pointsTo(int last) {
    int[] factors = isQuick ? new int[] {1} : new int[] {1, 2, 5};
    return IntStream.iterate(1, ten -> ten <= last, ten -> ten * 10)
        .flatMap(ten -> Arrays.stream(factors).map(factor -> ten * factor))
        .filter(point -> point <= last)
        .boxed()
        .toList();
  }

  int of(int all, int quick) {
    return isQuick ? quick : all;
  }
}
