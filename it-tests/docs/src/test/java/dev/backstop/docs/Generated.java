package dev.backstop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a page that is made from what it tells of: between {@code <!-- generated: name -->} and
 * {@code <!-- end -->}.
 */
final class Generated {
  private Generated() {}

  /** Fails where the page has other lines; with {@code -Dbackstop.docs=write} writes them. */
  static void assertPart(String pageName, String part, List<String> lines) throws IOException {
    Page page = Page.read(pageName);
    int begin = page.lines().indexOf("<!-- generated: " + part + " -->");
    assertThat(begin).as("%s has a part \"%s\"", page, part).isNotNegative();
    int end = begin + page.lines().subList(begin, page.lines().size()).indexOf("<!-- end -->");
    assertThat(end).as("end of the part \"%s\" of %s", part, page).isGreaterThan(begin);
    if (System.getProperty("backstop.docs", "").equals("write")) {
      List<String> written = new ArrayList<>(page.lines().subList(0, begin + 1));
      written.addAll(lines);
      written.addAll(page.lines().subList(end, page.lines().size()));
      page.write(written);
    } else {
      assertThat(page.lines().subList(begin + 1, end))
          .as("\"%s\" of %s (written anew by -Dbackstop.docs=write)", part, page)
          .isEqualTo(lines);
    }
  }
}
