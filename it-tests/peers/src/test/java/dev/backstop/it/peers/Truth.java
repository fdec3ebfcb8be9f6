package dev.backstop.it.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The rows of {@code truth.csv}, counted, as Markdown. */
final class Truth {
  private final List<Row> rows;
  private final Map<String, Long> varying;
  private final Map<String, List<Row>> byServer = new LinkedHashMap<>();

  /** Of all rows; those that vary are counted by nobody. */
  Truth(List<Row> all) {
    rows = all.stream().filter(row -> row.varies().isEmpty()).toList();
    varying =
        all.stream()
            .filter(row -> !row.varies().isEmpty())
            .collect(Collectors.groupingBy(Truth::server, Collectors.counting()));
    for (Row row : rows) {
      byServer.computeIfAbsent(server(row), ignored -> new ArrayList<>()).add(row);
    }
  }

  /** Returns a line for each instrument on each container. */
  String counts() {
    StringBuilder table = new StringBuilder();
    table.append(
        "| instrument | container | situations | all right | one record | status | in time "
            + "| error, of those that escaped | vary |\n"
            + "|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
    byServer.forEach(
        (server, here) ->
            table.append(
                "| %s | %d | %s | %d | %d | %d | %d of %d | %d |%n"
                    .formatted(
                        server,
                        here.size(),
                        share(count(here, Row::isTrue), here.size()),
                        count(here, Row::isOnce),
                        count(here, Row::isTrueStatus),
                        count(here, Row::isInTime),
                        count(here, row -> row.hasError() && row.isErrorKept()),
                        count(here, Row::hasError),
                        varying.getOrDefault(server, 0L))));
    return table.toString();
  }

  /** Returns a line for each subject of the contract, of one container. */
  String subjects(String container) {
    List<Row> here = rows.stream().filter(row -> row.container().equals(container)).toList();
    List<String> instruments = here.stream().map(Row::instrument).distinct().toList();
    StringBuilder table = new StringBuilder();
    table.append("| situations that begin with | ");
    table.append(String.join(" | ", instruments)).append(" |\n|---|");
    table.append("---:|".repeat(instruments.size())).append("\n");
    for (String subject :
        new TreeSet<>(here.stream().map(Row::subject).collect(Collectors.toSet()))) {
      table.append("| `").append(subject).append("_` |");
      for (String instrument : instruments) {
        List<Row> cell =
            here.stream()
                .filter(row -> row.instrument().equals(instrument))
                .filter(row -> row.subject().equals(subject))
                .toList();
        table.append(" %d of %d |".formatted(count(cell, Row::isTrue), cell.size()));
      }
      table.append("\n");
    }
    return table.toString();
  }

  private static String server(Row row) {
    return row.instrument() + " | " + row.container();
  }

  private static long count(List<Row> rows, Predicate<Row> what) {
    return rows.stream().filter(what).count();
  }

  private static String share(long part, int whole) {
    return "%d (%d %%)".formatted(part, part * 100 / whole);
  }
}
