package dev.backstop.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown page of the repository.
 *
 * @param name the path from the repository's root, with slashes
 * @param lines without line ends
 */
record Page(String name, List<String> lines) {
  /** The repository. */
  static final Path ROOT = Path.of("../..");

  private static final Pattern FENCE = Pattern.compile("^ {0,3}```(.*)$");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} (.*?)\\s*#*$");
  private static final Pattern LINK =
      Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)(?: \"[^\"]*\")?\\)");

  private static final Pattern ID = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

  /** A fenced block: its language, its text, and the number of its first line, from 1. */
  record Block(String language, String text, int line) {}

  /** A link and the number of its line, from 1. */
  record Link(String target, int line) {}

  /** Returns README, CHANGELOG, CONTRIBUTING and every page of docs. */
  static List<Page> all() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> read(ROOT.relativize(file).toString().replace('\\', '/')))
          .sorted((a, b) -> a.name.compareTo(b.name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page read(String name) {
    try {
      return new Page(name, Files.readAllLines(ROOT.resolve(name), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(List<String> newLines) throws IOException {
    Files.writeString(ROOT.resolve(name), String.join("\n", newLines) + "\n");
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    String language = null;
    int first = 0;
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        continue;
      }
      if (language == null) {
        language = fence.group(1).strip();
        first = i + 1;
      } else {
        blocks.add(new Block(language, String.join("\n", lines.subList(first, i)), first + 1));
        language = null;
      }
    }
    if (language != null) {
      throw new IllegalStateException(name + ":" + first + ": a fenced block without its end");
    }
    return blocks;
  }

  /** Returns the links outside of code, those whose text goes on in the next line included. */
  List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (Paragraph paragraph : Paragraph.of(this)) {
      Matcher link = LINK.matcher(paragraph.withoutCode());
      while (link.find()) {
        links.add(new Link(link.group(1), paragraph.lineAt(link.start())));
      }
    }
    return links;
  }

  /**
   * Returns what a link may name behind its {@code #}: anchors, and headings as GitHub names them.
   */
  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    forProse(
        (line, number) -> {
          Matcher id = ID.matcher(line);
          while (id.find()) {
            anchors.add(id.group(1));
          }
          Matcher heading = HEADING.matcher(line);
          if (heading.matches()) {
            String anchor = anchor(heading.group(1));
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
          }
        });
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** Returns the lines outside of fenced blocks. */
  List<String> prose() {
    List<String> prose = new ArrayList<>();
    forProse((line, number) -> prose.add(line));
    return prose;
  }

  void forProse(Prose prose) {
    boolean code = false;
    for (int i = 0; i < lines.size(); i++) {
      if (FENCE.matcher(lines.get(i)).matches()) {
        code = !code;
      } else if (!code) {
        prose.line(lines.get(i), i + 1);
      }
    }
  }

  /** What is told of each line outside of fenced blocks, with its number from 1. */
  interface Prose {
    void line(String line, int number);
  }

  @Override
  public String toString() {
    return name;
  }
}
