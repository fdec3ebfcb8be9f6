package dev.backstop.harness.cancellation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which reason the application reads in which situation, on which container: the file {@code
 * cancellation.csv}, the one place for that.
 *
 * <p>Immutable and thread-safe.
 */
public final class CancellationTable {
  /** The cell of a situation in which nothing is cancelled. */
  public static final String NOT_TOLD = "not told";

  /** The cell of a situation that is not played: the suite does not speak HTTP/2 to it. */
  public static final String NOT_PLAYED = "-";

  private static final String FILE = "cancellation.csv";

  private final List<String> head;
  private final List<List<String>> rows;

  private CancellationTable(List<String> head, List<List<String>> rows) {
    this.head = head;
    this.rows = rows;
  }

  /**
   * Reads the table.
   *
   * @return the cells of the containers that Backstop knows
   */
  public static CancellationTable read() {
    try (InputStream in = CancellationTable.class.getResourceAsStream(FILE);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in, FILE), StandardCharsets.UTF_8))) {
      List<List<String>> all = lines.lines().map(line -> List.of(line.split(";", -1))).toList();
      for (List<String> row : all) {
        if (row.size() != all.get(0).size()) {
          throw new IllegalStateException(
              FILE + ": expected " + all.get(0).size() + " columns, found " + row);
        }
      }
      return new CancellationTable(all.get(0), all.subList(1, all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  /** {@return the situations, in the order of the file} */
  public List<String> situations() {
    return rows.stream().map(row -> row.get(0)).toList();
  }

  /**
   * {@return a cell: the name of a reason, {@link #NOT_TOLD} or {@link #NOT_PLAYED}}
   *
   * @param situation a row
   * @param container a column
   */
  public String cell(String situation, String container) {
    int column = head.indexOf(container);
    return rows.stream()
        .filter(row -> row.get(0).equals(situation) && column > 1)
        .map(row -> row.get(column))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    FILE + " has no cell of " + situation + " and " + container + "; add it"));
  }

  /** {@return the table as Markdown, one line a row} */
  public String toMarkdown() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(head);
    lines.add(head.stream().map(column -> "---").toList());
    lines.addAll(rows);
    StringBuilder table = new StringBuilder();
    for (List<String> line : lines) {
      table.append("| ").append(String.join(" | ", line)).append(" |\n");
    }
    return table.toString();
  }
}
