package dev.backstop.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a source file between {@code // tag::name[]} and {@code // end::name[]}.
 *
 * @param file path from the repository's root
 * @param tag its name
 * @param first number of its first line in the file, from 1
 * @param lines as in the file
 */
record Region(String file, String tag, int first, List<String> lines) {
  private static final Pattern BEGIN = Pattern.compile("(?://|<!--) tag::(\\w+)\\[](?: -->)?");

  /** Reads what a snippet names: {@code path#tag}. */
  static Region of(String reference) throws IOException {
    int hash = reference.indexOf('#');
    if (hash < 0) {
      throw new IllegalArgumentException(reference + ": expected path#tag");
    }
    return of(reference.substring(0, hash), reference.substring(hash + 1));
  }

  static Region of(String file, String tag) throws IOException {
    Path source = Page.ROOT.resolve(file);
    if (!Files.isRegularFile(source)) {
      throw new IllegalArgumentException(file + "#" + tag + ": there is no such file");
    }
    List<String> lines = Files.readAllLines(source);
    int begin = only(lines, "tag::" + tag + "[]", file);
    int end = only(lines, "end::" + tag + "[]", file);
    if (end <= begin + 1) {
      throw new IllegalArgumentException(file + "#" + tag + " is empty");
    }
    return new Region(file, tag, begin + 2, lines.subList(begin + 1, end));
  }

  /** Returns every region of the repository, as a page would refer to it. */
  static Set<String> references() throws IOException {
    Set<String> references = new TreeSet<>();
    for (String end : List.of(".java", "pom.xml")) {
      for (Path file : Repository.files(end)) {
        String name = Page.ROOT.relativize(file).toString().replace('\\', '/');
        for (String line : Files.readAllLines(file)) {
          Matcher begin = BEGIN.matcher(line.strip());
          if (begin.matches()) {
            references.add(name + "#" + begin.group(1));
          }
        }
      }
    }
    return references;
  }

  private static int only(List<String> lines, String mark, String file) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().matches("(//|#|--|<!--) ?" + Pattern.quote(mark) + ".*")) {
        found.add(i);
      }
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          file + " has " + found.size() + " lines \"// " + mark + "\", expected one");
    }
    return found.get(0);
  }

  boolean contains(long line) {
    return line >= first && line < first + lines.size();
  }

  /** Returns the code as a page shows it: without the indentation that all lines have. */
  List<String> code() {
    int indentation =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return lines.subList(0, lastWithText() + 1).stream()
        .map(line -> line.isBlank() ? "" : line.substring(indentation).stripTrailing())
        .toList();
  }

  private int lastWithText() {
    int last = lines.size() - 1;
    while (lines.get(last).isBlank()) {
      last--;
    }
    return last;
  }
}
