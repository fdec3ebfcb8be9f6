package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How containers answer the same situation differently: the file {@code containers.csv}, the one
 * place for that.
 *
 * <p>Immutable and thread-safe.
 */
public final class Differences {
  private static final String FILE = "containers.csv";

  private final List<Row> rows;

  private Differences(List<Row> rows) {
    this.rows = rows;
  }

  /**
   * One difference; an empty column is as the situation says.
   *
   * @param situation its name
   * @param container a container or a family of them
   * @param status what the client reads; 0 for no status line
   * @param ending names of {@link Ending}, with a slash between two
   * @param error class name without package; "-" for none; with "handled " before it where the
   *     application turned it into an answer
   * @param timedOut "yes" or "no": whether it runs into the asynchronous timeout
   * @param pitfalls kinds that are reported, with commas between; "-" for none
   * @param why in a few words
   */
  public record Row(
      String situation,
      String container,
      String status,
      String ending,
      String error,
      String timedOut,
      String pitfalls,
      String why) {
    Expectation applyTo(Expectation expected) {
      Expectation changed = expected;
      if (!status.isEmpty()) {
        changed = changed.withStatus(Integer.parseInt(status));
      }
      if (!ending.isEmpty()) {
        Set<Ending> endings = EnumSet.noneOf(Ending.class);
        Arrays.stream(ending.split("/", -1)).map(Ending::valueOf).forEach(endings::add);
        changed = changed.withEndings(Set.copyOf(endings));
      }
      if (!error.isEmpty()) {
        boolean handled = error.startsWith("handled ");
        String type = handled ? error.substring("handled ".length()) : error;
        changed = changed.withError(type.equals("-") ? null : type, handled);
      }
      if (!timedOut.isEmpty()) {
        changed = changed.withTimedOut(timedOut.equals("yes"));
      }
      if (!pitfalls.isEmpty()) {
        changed =
            changed.withPitfalls(
                pitfalls.equals("-")
                    ? List.of()
                    : Arrays.stream(pitfalls.split(",", -1)).map(PitfallKind::valueOf).toList());
      }
      return changed;
    }
  }

  /** Reads the table. */
  public static Differences read() {
    try (InputStream in = Differences.class.getResourceAsStream(FILE);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in, FILE), StandardCharsets.UTF_8))) {
      List<Row> rows = new ArrayList<>();
      lines
          .lines()
          .skip(1)
          .filter(line -> !line.isBlank())
          .forEach(line -> rows.add(row(line.split(";", -1))));
      return new Differences(List.copyOf(rows));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  private static Row row(String[] cells) {
    if (cells.length != 8) {
      throw new IllegalStateException(
          FILE + ": expected 8 columns, found " + Arrays.toString(cells));
    }
    return new Row(
        cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]);
  }

  /** Returns all rows, in the order of the file. */
  public List<Row> rows() {
    return rows;
  }

  Expectation expectation(Situation situation, ContainerFacts facts) {
    Expectation expected = situation.expected();
    for (Row row : rowsOf(situation, facts)) {
      expected = row.applyTo(expected);
    }
    return expected;
  }

  private List<Row> rowsOf(Situation situation, ContainerFacts facts) {
    return rows.stream()
        .filter(row -> row.situation.equals(situation.name()))
        .filter(row -> row.container.equals(facts.name()) || row.container.equals(facts.family()))
        .toList();
  }

  /** Returns rows that say nothing: of no situation, of no container, or as the situation says. */
  List<String> idleRows(List<Situation> situations) {
    List<String> idle = new ArrayList<>();
    for (Row row : rows) {
      boolean acts =
          situations.stream()
              .filter(situation -> situation.name().equals(row.situation))
              .anyMatch(
                  situation -> !row.applyTo(situation.expected()).equals(situation.expected()));
      boolean known =
          ContainerFacts.ALL.stream()
              .anyMatch(
                  facts ->
                      facts.name().equals(row.container) || facts.family().equals(row.container));
      if (!acts || !known) {
        idle.add(row.toString());
      }
    }
    return idle;
  }

  /** Returns the table as Markdown, one line a row. */
  public String toMarkdown() {
    StringBuilder table = new StringBuilder();
    line(table, List.of("situation", "container", "status", "ending", "error", "why"));
    line(table, List.of("---", "---", "---", "---", "---", "---"));
    for (Row row : rows) {
      line(
          table, List.of(row.situation, row.container, row.status, row.ending, row.error, row.why));
    }
    return table.toString();
  }

  private static void line(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
