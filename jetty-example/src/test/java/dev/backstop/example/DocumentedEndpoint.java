package dev.backstop.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One row of the table in {@code docs/example.md}.
 *
 * @param json the body to send, or null
 * @param hangUp whether the client cuts the answer
 * @param cut whether the client's body is cut by the server
 * @param route null where there is none
 * @param error the class name, or null
 */
record DocumentedEndpoint(
    String method,
    String target,
    String json,
    boolean hangUp,
    int status,
    boolean cut,
    String ending,
    String route,
    boolean failed,
    boolean timedOut,
    String error,
    boolean handled,
    List<String> cleanups,
    List<String> cleanupSpans,
    Set<String> pitfalls) {
  private static final Path TABLE = Path.of("..", "docs", "example.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern ROUTE = Pattern.compile("route `([^`]+)`");
  private static final Pattern PITFALL = Pattern.compile("BS-\\d+");
  private static final Pattern CLEANUP_SPAN = Pattern.compile("`(cleanup [^`]+)`");
  private static final Pattern ERROR = Pattern.compile("error `([^`]+)`");

  static Stream<DocumentedEndpoint> all() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> line.startsWith("| `"))
        .map(DocumentedEndpoint::parse);
  }

  private static DocumentedEndpoint parse(String row) {
    String[] cells = row.split("(?<!\\\\)\\|", -1);
    if (cells.length != 7) {
      throw new IllegalStateException("a row of " + TABLE + " has not 5 cells: " + row);
    }
    List<String> ask = codes(cells[1]);
    String[] line = ask.get(0).split(" ", 2);
    List<String> says = codes(cells[4]);
    return new DocumentedEndpoint(
        line[0],
        line[1],
        ask.size() > 1 ? ask.get(1) : null,
        cells[1].contains("hang up"),
        Integer.parseInt(codes(cells[3]).get(0)),
        cells[3].contains("cut"),
        says.get(0),
        group(ROUTE, cells[4]),
        cells[4].contains("failed"),
        cells[4].contains("timed out"),
        group(ERROR, cells[4]),
        cells[4].contains("handled error"),
        codes(cells[5]),
        CLEANUP_SPAN.matcher(cells[2]).results().map(result -> result.group(1)).toList(),
        PITFALL.matcher(cells[2]).results().map(MatchResult::group).collect(Collectors.toSet()));
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(result -> result.group(1)).toList();
  }

  private static String group(Pattern pattern, String cell) {
    Matcher matcher = pattern.matcher(cell);
    return matcher.find() ? matcher.group(1) : null;
  }

  String path() {
    return target.split("\\?", 2)[0];
  }

  @Override
  public String toString() {
    return method + " " + target + (json == null ? "" : " " + json) + (hangUp ? ", hang up" : "");
  }
}
