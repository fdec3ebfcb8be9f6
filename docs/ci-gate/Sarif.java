import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Error Prone said in a build's log, as SARIF 2.1.0: java Sarif.java [root] < build.log > checks.sarif */
final class Sarif {
  /** As Maven prints it, and as javac and Gradle do. */
  private static final List<Pattern> FINDINGS =
      List.of(
          Pattern.compile(
              "(?:\\[\\S+m)?\\[(?<level>ERROR|WARNING|INFO)] (?<file>\\S.*\\.java):\\[(?<line>\\d+),\\d+] \\[(?<rule>\\w+)] (?<message>.*)"),
          Pattern.compile(
              "(?<file>\\S.*\\.java):(?<line>\\d+): (?<level>error|warning|note|Note): \\[(?<rule>\\w+)] (?<message>.*)"));

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments.length == 0 ? "" : arguments[0]).toAbsolutePath().normalize();
    Set<String> results = new LinkedHashSet<>(); // Maven prints an error twice
    for (String line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\\R")) {
      for (Pattern finding : FINDINGS) {
        Matcher found = finding.matcher(line);
        if (found.matches()) {
          results.add(result(found, root));
        }
      }
    }
    System.out.println(
        "{\"version\":\"2.1.0\",\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"runs\":[{"
            + "\"tool\":{\"driver\":{\"name\":\"Error Prone\"}},\"results\":[\n"
            + String.join(",\n", new ArrayList<>(results))
            + "\n]}]}");
  }

  private static String result(Matcher found, Path root) {
    String level =
        switch (found.group("level").toLowerCase()) {
          case "error" -> "error";
          case "warning" -> "warning";
          default -> "note";
        };
    Path file = Path.of(found.group("file")).toAbsolutePath().normalize();
    String uri = file.startsWith(root) ? root.relativize(file).toString() : file.toUri().toString();
    return "{\"ruleId\":%s,\"level\":%s,\"message\":{\"text\":%s},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":%s},\"region\":{\"startLine\":%s}}}]}"
        .formatted(
            text(found.group("rule")),
            text(level),
            text(found.group("message")),
            text(uri.replace('\\', '/')),
            found.group("line"));
  }

  private static String text(String value) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
