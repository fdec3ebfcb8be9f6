package dev.backstop.benchmarks.plot;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A table drawn as SVG: a panel for each unit, a line for each column, white below, for pages that
 * are light and for those that are dark.
 *
 * <p>The same table gives the same bytes on every machine, which a library could not be had for:
 * they lay out by the machine's own fonts.
 *
 * <p>Not thread-safe.
 */
final class Plot {
  private static final int WIDTH = 760;
  private static final int HEAD = 72;
  private static final int PANEL = 340;
  private static final int LEFT = 84;
  private static final int RIGHT = WIDTH - 32;
  private static final int TOP = 48;
  private static final int FLOOR = PANEL - 56;
  private static final String INK = "#222222";
  private static final String GRID = "#dddddd";
  // Told apart by those who see no red or no green too (Okabe and Ito), and by their dots.
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");
  private static final List<String> DOTS =
      List.of(
          "M-4 -4h8v8h-8z",
          "M0 -5.5L5.5 4.5H-5.5z",
          "M0 -5.5L5.5 0L0 5.5L-5.5 0z",
          "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z");

  private final Table table;
  private final Axis across;
  private final Map<String, List<Integer>> panels = new LinkedHashMap<>(); // columns by unit
  private final List<String> lines; // each has one colour, in all panels
  private final Svg svg;

  private Plot(Table table) {
    this.table = table;
    this.across = Axis.across(table.rows().stream().map(row -> row.get(0)).toList());
    for (int column = 1; column < table.names().size(); column++) {
      panels.computeIfAbsent(table.unit(column), unit -> new ArrayList<>()).add(column);
    }
    this.lines = IntStream.range(1, table.names().size()).mapToObj(table::line).distinct().toList();
    this.svg = new Svg(WIDTH, HEAD + PANEL * panels.size());
  }

  /** Returns the SVG of a table. */
  static String of(Table table) {
    return new Plot(table).draw();
  }

  private String draw() {
    svg.text("title", table.title());
    svg.path("M0 0H" + WIDTH + "V" + (HEAD + PANEL * panels.size()) + "H0z", "fill", "#ffffff");
    svg.open("g", "font-family", "sans-serif", "font-size", "12", "fill", INK);
    label(table.title(), "x", "16", "y", "26", "font-size", "17", "font-weight", "bold");
    String[] conditions = table.conditions().split("; ", 2); // the machine, and how it was measured
    for (int i = 0; i < conditions.length; i++) {
      label(conditions[i], "x", "16", "y", "" + (44 + 16 * i), "font-size", "11");
    }
    int top = HEAD;
    for (Map.Entry<String, List<Integer>> panel : panels.entrySet()) {
      svg.open("g", "transform", "translate(0 " + top + ")");
      panel(panel.getKey(), panel.getValue());
      svg.close();
      top += PANEL;
    }
    svg.close();
    return svg.end();
  }

  private void panel(String unit, List<Integer> columns) {
    Axis upwards =
        Axis.upwards(
            table.rows().stream()
                .flatMap(row -> columns.stream().map(row::get))
                .filter(figure -> !figure.isNaN())
                .toList());
    axes(upwards);
    String middle = "translate(20 " + (TOP + FLOOR) / 2 + ") rotate(-90)";
    label(named(unit, upwards), "transform", middle, "text-anchor", "middle");
    for (int i = 0; i < columns.size(); i++) {
      int look = lines.indexOf(table.line(columns.get(i)));
      String colour = COLOURS.get(look % COLOURS.size());
      String dot = DOTS.get(look % DOTS.size());
      line(columns.get(i), upwards, colour, dot);
      String place = "translate(" + (LEFT + 8 + 220 * (i % 3)) + " " + (12 + 18 * (i / 3)) + ")";
      svg.open("g", "transform", place);
      svg.path(dot, "fill", colour);
      label(table.line(columns.get(i)), "x", "10", "y", "4");
      svg.close();
    }
  }

  private void axes(Axis upwards) {
    for (double tick : upwards.ticks()) {
      String y = y(upwards, tick);
      svg.path("M" + LEFT + " " + y + "H" + RIGHT, "stroke", GRID);
      label(number(tick), "x", "" + (LEFT - 8), "y", y, "dy", "4", "text-anchor", "end");
    }
    for (double tick : across.ticks()) {
      String x = x(tick);
      svg.path("M" + x + " " + TOP + "V" + (FLOOR + 5), "stroke", GRID);
      label(number(tick), "x", x, "y", "" + (FLOOR + 20), "text-anchor", "middle");
    }
    svg.path("M" + LEFT + " " + TOP + "V" + FLOOR + "H" + RIGHT, "stroke", INK, "fill", "none");
    String middle = "translate(" + (LEFT + RIGHT) / 2 + " " + (FLOOR + 40) + ")";
    label(named(table.names().get(0), across), "transform", middle, "text-anchor", "middle");
  }

  private static String named(String what, Axis axis) {
    return axis.isLog() ? what + " (logarithmic)" : what;
  }

  private void line(int column, Axis upwards, String colour, String dot) {
    List<String> points =
        table.rows().stream()
            .filter(row -> !row.get(column).isNaN())
            .map(row -> x(row.get(0)) + " " + y(upwards, row.get(column)))
            .toList();
    String line = points.stream().collect(joining("L", "M", ""));
    svg.path(line, "stroke", colour, "stroke-width", "2", "fill", "none");
    points.forEach(at -> svg.path(dot, "transform", "translate(" + at + ")", "fill", colour));
  }

  private void label(String text, String... attributes) {
    svg.text("text", text, attributes);
  }

  private String x(double figure) {
    return pixels(LEFT + across.share(figure) * (RIGHT - LEFT));
  }

  private static String y(Axis upwards, double figure) {
    return pixels(FLOOR - upwards.share(figure) * (FLOOR - TOP));
  }

  private static String pixels(double length) {
    return String.format(Locale.ROOT, "%.1f", length);
  }

  private static String number(double tick) {
    return tick == Math.rint(tick)
        ? String.format(Locale.ROOT, "%,.0f", tick)
        : String.format(Locale.ROOT, "%.3f", tick).replaceAll("0+$", "");
  }
}
