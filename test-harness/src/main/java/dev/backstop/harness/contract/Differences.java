package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How containers answer the same situation differently: the file {@code containers.csv}, the one
 * place for that.
 *
 * <p>Immutable and thread-safe.
 */
public final class Differences {
  private static final String FILE = "containers.csv";
  private static final List<String> COLUMNS =
      List.of(
          "situation", "container", "status", "ending", "error", "timed out", "pitfalls", "why");

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

  /**
   * Reads the table.
   *
   * @return the differences of the containers that Backstop knows
   */
  public static Differences read() {
    return new Differences(
        Table.read(FILE, COLUMNS.size()).stream().map(Differences::row).toList());
  }

  /**
   * {@return these differences and others: those of a container of your own}
   *
   * @param others they stand behind these
   */
  public Differences and(List<Row> others) {
    List<Row> all = new ArrayList<>(rows);
    all.addAll(others);
    return new Differences(List.copyOf(all));
  }

  private static Row row(List<String> cells) {
    return new Row(
        cells.get(0),
        cells.get(1),
        cells.get(2),
        cells.get(3),
        cells.get(4),
        cells.get(5),
        cells.get(6),
        cells.get(7));
  }

  /** {@return all rows, in the order of the file} */
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
  List<String> idleRows(List<Situation> situations, ContainerFacts own) {
    List<String> idle = new ArrayList<>();
    for (Row row : rows) {
      boolean acts =
          situations.stream()
              .filter(situation -> situation.name().equals(row.situation))
              .anyMatch(
                  situation -> !row.applyTo(situation.expected()).equals(situation.expected()));
      boolean known =
          Stream.concat(ContainerFacts.ALL.stream(), Stream.of(own))
              .anyMatch(
                  facts ->
                      facts.name().equals(row.container) || facts.family().equals(row.container));
      if (!acts || !known) {
        idle.add(row.toString());
      }
    }
    return idle;
  }

  /** {@return the table as Markdown, one line a row} */
  public String toMarkdown() {
    StringBuilder table = new StringBuilder();
    line(table, COLUMNS);
    line(table, COLUMNS.stream().map(column -> "---").toList());
    for (Row row : rows) {
      line(
          table,
          List.of(
              row.situation,
              row.container,
              row.status,
              row.ending,
              row.error,
              row.timedOut,
              row.pitfalls,
              row.why));
    }
    return table.toString();
  }

  private static void line(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
