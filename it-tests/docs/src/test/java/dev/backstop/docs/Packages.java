package dev.backstop.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packages of core and what each imports, as its sources have it. */
final class Packages {
  private static final Path SOURCES =
      Page.ROOT.resolve("middleware-core/src/main/java/dev/backstop");
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?dev\\.backstop\\.(?:([a-z]+)\\.)?[A-Z].*");
  private static final Pattern FIRST_SENTENCE =
      Pattern.compile("/\\*\\*[\\s*]*(.*?[.?:])(?:\\s|\\*/)", Pattern.DOTALL);

  private final TreeMap<String, Set<String>> imports = new TreeMap<>();

  private Packages() {}

  static Packages ofCore() {
    Packages packages = new Packages();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        packages.add(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packages;
  }

  private void add(Path file) throws IOException {
    String folder = SOURCES.relativize(file.getParent()).toString();
    Set<String> found = imports.computeIfAbsent(nameOf(folder), name -> new TreeSet<>());
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = IMPORT.matcher(line);
      if (matcher.matches()) {
        String imported = nameOf(matcher.group(1) == null ? "" : matcher.group(1));
        if (!imported.equals(nameOf(folder))) {
          found.add(imported);
        }
      }
    }
  }

  private static String nameOf(String folder) {
    return folder.isEmpty() ? "root" : folder;
  }

  /** Returns the lines of a Mermaid graph: an arrow is an import. */
  List<String> graph() {
    List<String> lines = new ArrayList<>(List.of("```mermaid", "graph TD", "  root[dev.backstop]"));
    imports.forEach(
        (name, imported) -> imported.forEach(other -> lines.add("  " + name + " --> " + other)));
    lines.add("```");
    return lines;
  }

  /** Returns a row for each package: what its package-info says first. */
  List<String> table() {
    List<String> lines =
        new ArrayList<>(List.of("| package | the question that it answers |", "|---|---|"));
    for (String name : imports.keySet()) {
      lines.add("| `%s` | %s |".formatted(name, firstSentence(name.equals("root") ? "" : name)));
    }
    return lines;
  }

  private static String firstSentence(String folder) {
    try {
      String info = Files.readString(SOURCES.resolve(folder).resolve("package-info.java"));
      Matcher sentence = FIRST_SENTENCE.matcher(info);
      if (!sentence.find()) {
        throw new IllegalStateException("package-info of " + folder + " has no sentence");
      }
      return sentence
          .group(1)
          .replaceAll("\\s*\\n \\*\\s*", " ")
          .replaceAll("\\{@(?:code|link|linkplain) (?:[a-z]+\\.)*([^}]*)}", "`$1`");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
