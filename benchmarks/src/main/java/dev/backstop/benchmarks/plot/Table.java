package dev.backstop.benchmarks.plot;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Figures that were measured: what grows in the first column, and a line of the chart in each other
 * one, whose name ends with its unit: {@code bare Jetty [bytes a request]}.
 *
 * @param title what it shows
 * @param conditions the machine, the versions, the rounds, and what else the figures hang on
 * @param names of the columns, without commas
 * @param rows as many figures in each as there are names; NaN where nothing was measured
 */
public record Table(String title, String conditions, List<String> names, List<List<Double>> rows) {
  private static final String COMMENT = "# ";

  /** Checks that each row has a figure for each name, and that names can stand in CSV. */
  public Table {
    for (String name : names) {
      if (name.contains(",")) {
        throw new IllegalArgumentException(
            title + ": a column is called '" + name + "', expected no comma");
      }
    }
    for (List<Double> row : rows) {
      if (row.size() != names.size()) {
        throw new IllegalArgumentException(
            title + ": a row of " + row.size() + " figures, expected " + names.size() + ": " + row);
      }
    }
  }

  /** Reads what {@link #csv} has made. */
  public static Table read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 3
        || !lines.get(0).startsWith(COMMENT)
        || !lines.get(1).startsWith(COMMENT)) {
      throw new IOException(
          file + ": expected a line '# title', a line '# conditions' and the names of the columns");
    }
    List<List<Double>> rows = new ArrayList<>();
    for (String line : lines.subList(3, lines.size())) {
      rows.add(cells(line).map(cell -> cell.isEmpty() ? Double.NaN : number(file, cell)).toList());
    }
    return new Table(
        lines.get(0).substring(COMMENT.length()),
        lines.get(1).substring(COMMENT.length()),
        cells(lines.get(2)).toList(),
        rows);
  }

  private static Stream<String> cells(String line) {
    return Arrays.stream(line.split(",", -1));
  }

  private static double number(Path file, String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(file + ": expected a number: " + cell, e);
    }
  }

  /** Returns this table, with more conditions in front of its own. */
  public Table under(String more) {
    return new Table(title, more + "; " + conditions, names, rows);
  }

  /** Returns what the name of a column says before its unit. */
  String line(int column) {
    return names.get(column).substring(0, unitStart(column)).strip();
  }

  /** Returns the unit at the end of a column's name. */
  String unit(int column) {
    String name = names.get(column);
    return name.substring(unitStart(column) + 1, name.length() - 1);
  }

  private int unitStart(int column) {
    String name = names.get(column);
    int start = name.indexOf('[');
    if (start < 0 || !name.endsWith("]")) {
      throw new IllegalArgumentException(
          title + ": a column is called '" + name + "', expected its unit at the end: [bytes]");
    }
    return start;
  }

  /** Returns it as CSV, its title and conditions as comments in front. */
  public String csv() {
    StringBuilder text = new StringBuilder();
    text.append(COMMENT).append(title).append('\n');
    text.append(COMMENT).append(conditions).append('\n');
    text.append(String.join(",", names)).append('\n');
    for (List<Double> row : rows) {
      text.append(row.stream().map(Table::format).collect(joining(","))).append('\n');
    }
    return text.toString();
  }

  /** Returns it as a table in Markdown, with its title and conditions in a line before. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(title).append(" (").append(conditions).append("):\n\n");
    text.append(cellsOf(names.stream()));
    text.append(cellsOf(names.stream().map(name -> "---:")));
    for (List<Double> row : rows) {
      text.append(cellsOf(row.stream().map(Table::format)));
    }
    return text.toString();
  }

  private static String cellsOf(Stream<String> cells) {
    return cells.collect(joining(" | ", "| ", " |\n"));
  }

  /** Keeps three digits, and all before the point. */
  private static String format(double figure) {
    if (Double.isNaN(figure)) {
      return "";
    }
    double size = Math.abs(figure);
    String format = size >= 100 || size == Math.rint(size) ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, figure);
  }
}
