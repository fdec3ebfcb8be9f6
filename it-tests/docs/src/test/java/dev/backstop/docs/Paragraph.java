package dev.backstop.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines of a page that have no empty one and no code between them.
 *
 * @param text with line ends between the lines
 * @param line the number of the first, from 1
 */
record Paragraph(String text, int line) {
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  /** Returns the paragraphs outside of fenced blocks. */
  static List<Paragraph> of(Page page) {
    List<Paragraph> paragraphs = new ArrayList<>();
    page.forProse(
        (line, number) -> {
          Paragraph last = paragraphs.isEmpty() ? null : paragraphs.get(paragraphs.size() - 1);
          if (last != null && last.goesOnIn(number) && !line.isBlank()) {
            paragraphs.set(
                paragraphs.size() - 1, new Paragraph(last.text + "\n" + line, last.line));
          } else if (!line.isBlank()) {
            paragraphs.add(new Paragraph(line, number));
          }
        });
    return paragraphs;
  }

  private boolean goesOnIn(int number) {
    return number == lineAt(text.length()) + 1;
  }

  /** Returns the text, of the same length, with dashes in the place of code. */
  String withoutCode() {
    return CODE.matcher(text).replaceAll(code -> code.group().replaceAll("[^\n]", "-"));
  }

  /** Returns the number of the line, in the page, at a place of the text. */
  int lineAt(int place) {
    return line + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
  }
}
