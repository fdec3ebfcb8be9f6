package dev.backstop.harness.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads a table of this package: a line of names, then rows, with semicolons between cells. */
final class Table {
  private Table() {}

  static List<List<String>> read(String file, int columns) {
    try (InputStream in = Table.class.getResourceAsStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in, file), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .skip(1)
          .filter(line -> !line.isBlank())
          .map(line -> cells(file, line, columns))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  private static List<String> cells(String file, String line, int columns) {
    List<String> cells = List.of(line.split(";", -1));
    if (cells.size() != columns) {
      throw new IllegalStateException(
          file + ": expected " + columns + " columns, found " + cells.size() + " in: " + line);
    }
    return cells;
  }
}
