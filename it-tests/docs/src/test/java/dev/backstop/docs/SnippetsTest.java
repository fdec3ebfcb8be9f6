package dev.backstop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The code of the pages is that of sources which are compiled and run. With {@code
 * -Dbackstop.docs=write} it is written into the pages anew.
 */
class SnippetsTest {
  static List<Page> all() {
    return Page.all();
  }

  /** A mark that is written in another way would be no mark, and its code could be anything. */
  @ParameterizedTest
  @MethodSource("all")
  void marks_areWrittenAsTheyAreRead(Page page) {
    assertThat(page.prose())
        .filteredOn(line -> line.replaceAll("`[^`]*`", "").matches(".*<!--\\s*snippet.*"))
        .hasSameSizeAs(Snippets.references(page));
  }

  static List<Page> pages() {
    return Page.all().stream().filter(page -> !Snippets.references(page).isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_hasTheCodeOfItsSources(Page page) throws IOException {
    List<String> taken = Snippets.taken(page);

    if (System.getProperty("backstop.docs", "").equals("write")) {
      page.write(taken);
    } else {
      assertThat(page.text())
          .as("%s (written anew by -Dbackstop.docs=write)", page)
          .isEqualTo(String.join("\n", taken) + "\n");
    }
  }

  @Test
  void regions_areInAPage() throws IOException {
    Set<String> shown = new TreeSet<>();
    Page.all().forEach(page -> shown.addAll(Snippets.references(page)));

    assertThat(Region.references()).isNotEmpty().isSubsetOf(shown);
  }
}
