package dev.backstop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each page of the catalogue has, and that what it names is there. */
class PitfallPageTest {
  private static final Pattern CHECK_NAME = Pattern.compile("\\b(?:[A-Z][a-z]+){2,}\\b");
  private static final Pattern THREAD =
      Pattern.compile(
          "\\[([^\\]]*)]\\(https://github\\.com/[\\w.-]+/[\\w.-]+/(?:issues|pull)/(\\d+)\\)");
  private static final Pattern RECORDED = Pattern.compile("`([^`]+)`|\\b(\\d{2,})\\b");

  static List<PitfallPage> pages() {
    return PitfallPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_hasItsPartsInOrder(PitfallPage page) {
    assertThat(page.page().lines().get(0)).startsWith("# " + page.id() + ": ");
    assertThat(page.headings()).containsExactlyElementsOf(PitfallPage.PARTS);
    assertThat(page.part("What Backstop does"))
        .contains("**Prevented.** ", "**At run time.** ", "**At compile time.** ", "**Remedy.** ");
    assertThat(page.part("Wrong")).contains("**Recorded.** ");
    assertThat(page.part("Right")).contains("**Recorded.** ");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_hasEvidence(PitfallPage page) {
    assertThat(page.part("Seen in"))
        .satisfiesAnyOf(
            seen -> assertThat(seen).contains("](https://"),
            seen -> assertThat(seen).startsWith("\nNo public report is known to us"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void evidence_hasTheNumberOfTheThreadThatItLeadsTo(PitfallPage page) {
    Matcher thread = THREAD.matcher(page.page().text());
    while (thread.find()) {
      assertThat(thread.group(1)).as(thread.group()).endsWith("#" + thread.group(2));
    }
  }

  /** What was recorded, as far as it is quoted or a number, is a word of the test. */
  @ParameterizedTest
  @MethodSource("pages")
  void record_isOneThatTheTestKnows(PitfallPage page) throws IOException {
    String test =
        Files.readString(Page.ROOT.resolve(page.source()))
            .replace("\\\"", "\"")
            .replaceAll("\\s+", " ");
    for (String part : List.of("Wrong", "Right")) {
      String record = page.part(part).split("\\*\\*Recorded\\.\\*\\* ", -1)[1];
      Matcher recorded = RECORDED.matcher(record.replaceAll("\\s+", " "));
      while (recorded.find()) {
        String word = recorded.group(1) == null ? recorded.group(2) : recorded.group(1);
        assertThat(test.contains(word) || Files.exists(Page.ROOT.resolve(word)))
            .as("\"%s\", which %s says was recorded (%s), in its test", word, page, part)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void javaCode_isTakenFromASource(PitfallPage page) {
    assertThat(page.page().blocks())
        .filteredOn(block -> block.language().equals("java"))
        .allSatisfy(
            block ->
                assertThat(page.page().lines().get(block.line() - 3)).startsWith("<!-- snippet: "));
  }

  /** Of a check that is named without a link, too. */
  @ParameterizedTest
  @MethodSource("pages")
  void checks_thatThePageNames_exist(PitfallPage page) {
    Matcher name = CHECK_NAME.matcher(page.atCompileTime().replace("NullAway", ""));
    while (name.find()) {
      assertThat(Page.ROOT.resolve("docs/checks/" + name.group() + ".md")).exists();
    }
  }
}
