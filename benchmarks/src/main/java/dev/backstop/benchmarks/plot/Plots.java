package dev.backstop.benchmarks.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Draws every table of a folder: {@code growth-*.csv} to an SVG of the same name beside it. One
 * that is drawn already, and right, is left alone.
 */
public final class Plots {
  private Plots() {}

  /**
   * Draws.
   *
   * @param folders with the tables
   */
  public static void main(String... folders) throws IOException {
    for (String folder : folders) {
      for (Path csv : tables(Path.of(folder))) {
        Path svg = svg(csv);
        String drawn = draw(csv);
        if (!Files.exists(svg) || !Files.readString(svg).equals(drawn)) {
          Files.writeString(svg, drawn);
          System.err.println("drawn: " + svg);
        }
      }
    }
  }

  /** Returns the tables of a folder that are drawn, by name; none where there is no folder. */
  static List<Path> tables(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("growth-.*\\.csv"))
          .sorted()
          .toList();
    }
  }

  /** Returns where the drawing of a table is. */
  static Path svg(Path csv) {
    String name = csv.getFileName().toString();
    return csv.resolveSibling(name.substring(0, name.length() - "csv".length()) + "svg");
  }

  /** Returns the SVG of what a file has. */
  static String draw(Path csv) throws IOException {
    return Plot.of(Table.read(csv));
  }
}
