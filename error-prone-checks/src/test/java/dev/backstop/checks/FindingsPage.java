package dev.backstop.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The page that tells, of each finding in the libraries, whether it is right. A row holds the place
 * and a verdict with its reason, both written by hand.
 */
final class FindingsPage {
  private static final String HEAD = "| library | severity | rule | file:line | verdict | reason |";
  private static final String LINE = "|---|---|---|---|---|---|";

  private final Path file;
  private final String before;
  private final String after;
  private final List<Row> rows;

  private FindingsPage(Path file, String before, String after, List<Row> rows) {
    this.file = file;
    this.before = before;
    this.after = after;
    this.rows = rows;
  }

  static FindingsPage read(Path file) throws IOException {
    String text = Files.readString(file);
    String table = HEAD + "\n" + LINE + "\n";
    int begin = text.indexOf(table);
    if (begin < 0) {
      throw new IllegalArgumentException(file + " has no table that begins with\n" + table);
    }
    List<Row> rows = new ArrayList<>();
    int at = begin + table.length();
    while (text.startsWith("|", at)) {
      int end = text.indexOf('\n', at);
      rows.add(Row.parse(text.substring(at, end)));
      at = end + 1;
    }
    return new FindingsPage(
        file, text.substring(0, begin + table.length()), text.substring(at), rows);
  }

  List<Row> rows() {
    return rows;
  }

  /** Writes the rows of these findings; each that was there keeps its verdict. */
  void write(List<Finding> findings) throws IOException {
    Map<Finding.Place, Row> known =
        rows.stream().collect(Collectors.toMap(Row::place, Function.identity()));
    Map<String, Row> sorted = new TreeMap<>();
    for (Finding finding : findings) {
      Row old = known.get(finding.place());
      Row row =
          old == null
              ? new Row(finding.severity(), finding.place(), "", "")
              : new Row(finding.severity(), old.place(), old.verdict(), old.reason());
      sorted.put(row.place().toString(), row);
    }
    Files.writeString(
        file,
        before + sorted.values().stream().map(Row::text).collect(Collectors.joining()) + after);
  }

  /**
   * A row of the page.
   *
   * @param verdict {@code right} or {@code wrong}
   */
  record Row(String severity, Finding.Place place, String verdict, String reason) {
    static Row parse(String line) {
      String[] cells = line.split("\\|", -1);
      if (cells.length != 8) {
        throw new IllegalArgumentException("Not a row of six cells: " + line);
      }
      return new Row(
          cells[2].strip(),
          new Finding.Place(cells[1].strip(), cells[3].strip(), cells[4].strip()),
          cells[5].strip(),
          cells[6].strip());
    }

    String text() {
      return "| %s | %s | %s | %s | %s | %s |\n"
          .formatted(place.library(), severity, place.rule(), place.at(), verdict, reason)
          .replaceAll("  \\|", " |");
    }
  }
}
