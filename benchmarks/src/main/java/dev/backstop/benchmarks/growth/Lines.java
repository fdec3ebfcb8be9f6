package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.plot.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was measured, by how much there was of what grows. Columns come in the order in which they
 * were put.
 *
 * <p>Not thread-safe.
 */
final class Lines {
  private final Set<String> columns = new LinkedHashSet<>();
  private final Map<Integer, Map<String, Double>> rows = new TreeMap<>();

  /** Takes a figure; none where it is NaN. */
  void put(int at, String line, String unit, double figure) {
    if (!Double.isNaN(figure)) {
      String column = line + " [" + unit + "]";
      columns.add(column);
      rows.computeIfAbsent(at, ignored -> new HashMap<>()).put(column, figure);
    }
  }

  /**
   * Returns all of them.
   *
   * @param axis what grows
   * @param how they were measured
   */
  Table table(String title, String axis, String how) {
    List<String> names = new ArrayList<>(List.of(axis));
    names.addAll(columns);
    List<List<Double>> table = new ArrayList<>();
    rows.forEach(
        (at, lines) -> {
          List<Double> row = new ArrayList<>(List.of((double) at));
          columns.forEach(column -> row.add(lines.getOrDefault(column, Double.NaN)));
          table.add(row);
        });
    return new Table(title, how, names, table);
  }
}
