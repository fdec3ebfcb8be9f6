package dev.backstop.it.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The file of all measured rows, {@code docs/comparison/truth.csv}. */
final class TruthFile {
  static final String REMEDY =
      "mvn test -Plong -pl it-tests/peers -am -Dtest='TruthTest,ComparisonPageTest'"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dbackstop.write=true";
  private static final Path FILE = Path.of("..", "..", "docs", "comparison", "truth.csv");

  private TruthFile() {}

  static List<Row> read() throws IOException {
    if (!Files.exists(FILE)) {
      return List.of();
    }
    return Files.readAllLines(FILE).stream().skip(1).map(Row::parse).toList();
  }

  static List<Row> of(String instrument, String container) throws IOException {
    return read().stream()
        .filter(row -> row.instrument().equals(instrument) && row.container().equals(container))
        .toList();
  }

  /** Puts the rows of one instrument on one container in the place of its former ones. */
  static void write(List<Row> measured) throws IOException {
    String instrument = measured.get(0).instrument();
    String container = measured.get(0).container();
    Map<String, Row> former =
        of(instrument, container).stream()
            .collect(Collectors.toMap(Row::situation, Function.identity()));
    List<Row> rows = new ArrayList<>(read());
    rows.removeIf(row -> row.instrument().equals(instrument) && row.container().equals(container));
    for (Row row : measured) {
      Row before = former.get(row.situation());
      rows.add(before == null || before.varies().isEmpty() ? row : before);
    }
    // Stable: within an instrument the situations stay in the order of the contract.
    rows.sort(
        Comparator.comparing(Row::container)
            .thenComparingInt(row -> Peers.titles().indexOf(row.instrument())));
    List<String> lines = new ArrayList<>();
    lines.add(Row.HEADER);
    rows.forEach(row -> lines.add(row.line()));
    Files.createDirectories(FILE.getParent());
    Files.write(FILE, lines);
  }
}
