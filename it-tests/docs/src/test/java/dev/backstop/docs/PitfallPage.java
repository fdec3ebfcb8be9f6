package dev.backstop.docs;

import java.util.List;

/**
 * A page of the catalogue.
 *
 * @param id such as {@code BS-101}
 */
record PitfallPage(String id, Page page) {
  /** The parts of each page, in their order. */
  static final List<String> PARTS =
      List.of("How it happens", "Seen in", "Wrong", "Right", "What Backstop does");

  private static final String FOLDER = "docs/pitfalls/";
  private static final String SAMPLES = "it-tests/docs/src/test/java/com/example/pitfalls/";

  static List<PitfallPage> all() {
    return Page.all().stream()
        .filter(page -> page.name().startsWith(FOLDER + "BS-"))
        .map(
            page ->
                new PitfallPage(page.name().substring(FOLDER.length()).replace(".md", ""), page))
        .toList();
  }

  static PitfallPage of(String id) {
    return new PitfallPage(id, Page.read(FOLDER + id + ".md"));
  }

  List<String> headings() {
    return page.lines().stream()
        .filter(line -> line.startsWith("## "))
        .map(line -> line.substring(3))
        .toList();
  }

  /** Returns what stands under a heading. */
  String part(String heading) {
    String[] parts = page.text().split("\n## " + heading + "\n", -1);
    if (parts.length != 2) {
      throw new IllegalStateException(
          page + " has " + (parts.length - 1) + " parts \"" + heading + "\"");
    }
    return parts[1].split("\n## ", -1)[0];
  }

  /** Returns what it says of checks. */
  String atCompileTime() {
    String statement = part("What Backstop does").split("\\*\\*At compile time\\.\\*\\* ", -1)[1];
    return statement.split("\n\n", -1)[0];
  }

  /** Returns the source that its wrong code is taken from. */
  String source() {
    return Snippets.references(page).stream()
        .filter(reference -> reference.endsWith("#wrong"))
        .map(reference -> reference.replaceFirst("#.*", ""))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(page + " takes no wrong code from a source"));
  }

  /** Returns whether its code is of this module, whose class path the checks can be run with. */
  boolean isCheckedHere() {
    return source().startsWith(SAMPLES);
  }

  @Override
  public String toString() {
    return id;
  }
}
