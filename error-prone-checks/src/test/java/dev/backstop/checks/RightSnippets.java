package dev.backstop.checks;

import com.sun.source.tree.ClassTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The right code of a rule: the top-level classes {@code S01}, {@code S02}, ... of one file. Its
 * other types are shared by all of them, and are never changed.
 */
final class RightSnippets {
  private static final Path FOLDER = Path.of("src/test/resources/right");
  private static final Pattern NAME = Pattern.compile("S\\d\\d+");

  /** Two rules of one kind judge the same right code. */
  private static final Map<String, String> SHARED =
      Map.of(
          "SpanEndNotInFinally", "SpanNotEnded",
          "ScopeNotClosedOnAllPaths", "ScopeNotClosed",
          "ObservationStopNotInFinally", "ObservationNotStopped");

  private RightSnippets() {}

  /** Returns each snippet of the rule with what it shares, on the lines where the file has it. */
  static List<Mutant> of(String rule) {
    String text = read(FOLDER.resolve(SHARED.getOrDefault(rule, rule) + ".java"));
    Code file = Code.parse("", text);
    return file.types().stream()
        .map(type -> type.getSimpleName().toString())
        .filter(name -> NAME.matcher(name).matches())
        .map(name -> new Mutant(name, "as it is", 0, List.of(alone(file, name))))
        .toList();
  }

  /** Returns the known survivors of the rule: key, then why it survives. */
  static List<String[]> survivors(String rule) {
    return read(FOLDER.resolve("survivors.txt"))
        .lines()
        .filter(line -> line.startsWith(rule + " "))
        .map(line -> line.substring(rule.length() + 1).split(" \\| ", 2))
        .toList();
  }

  /** Returns libraries that are not on the class path: the parts of them that snippets use. */
  static List<Path> stubs() {
    Path folder = FOLDER.resolve("stubs");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String alone(Code file, String name) {
    return file.edited(
        file.types().stream()
            .filter(type -> isOther(type, name))
            .map(type -> file.replace(type, file.text(type).replaceAll("[^\n]", "")))
            .toList());
  }

  private static boolean isOther(ClassTree type, String name) {
    String simple = type.getSimpleName().toString();
    return NAME.matcher(simple).matches() && !simple.equals(name);
  }
}
