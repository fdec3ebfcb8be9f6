package dev.backstop.docs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code of a page that is taken from sources: a line {@code <!-- snippet: path#tag -->} above a
 * fenced block.
 */
final class Snippets {
  private static final Pattern MARK = Pattern.compile("^<!-- snippet: (\\S+) -->$");

  private Snippets() {}

  /** Returns what the snippets of a page are taken from. */
  static List<String> references(Page page) {
    return page.lines().stream()
        .map(MARK::matcher)
        .filter(Matcher::matches)
        .map(mark -> mark.group(1))
        .toList();
  }

  /** Returns the page with the code that its sources have now. */
  static List<String> taken(Page page) throws IOException {
    List<String> taken = new ArrayList<>();
    List<String> lines = page.lines();
    for (int i = 0; i < lines.size(); i++) {
      taken.add(lines.get(i));
      Matcher mark = MARK.matcher(lines.get(i));
      if (mark.matches()) {
        taken.add(openingOf(page, i + 1));
        i = endOf(page, i + 1);
        taken.addAll(Versions.filled(Region.of(mark.group(1))));
        taken.add("```");
      }
    }
    return taken;
  }

  private static String openingOf(Page page, int first) {
    if (first >= page.lines().size() || !page.lines().get(first).startsWith("```")) {
      throw new IllegalStateException(
          page + ":" + (first + 1) + ": expected a fenced block under the snippet's mark");
    }
    return page.lines().get(first);
  }

  private static int endOf(Page page, int first) {
    for (int i = first + 1; i < page.lines().size(); i++) {
      if (page.lines().get(i).equals("```")) {
        return i;
      }
    }
    throw new IllegalStateException(page + ":" + (first + 1) + ": a fenced block without its end");
  }
}
