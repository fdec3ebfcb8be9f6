package dev.backstop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.pitfall.PitfallKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue of pitfalls: a page for each kind that is reported, and one ({@code BS-0..}) for
 * each that cannot happen; each with code that is compiled, run, and known to the checks as the
 * page says.
 */
class CatalogueTest {
  private static final Page INDEX = Page.read("docs/pitfalls/README.md");
  private static final Pattern CHECK = Pattern.compile("\\.\\./checks/(\\w+)\\.md");

  private static Checked checked;

  static List<PitfallPage> pages() {
    return PitfallPage.all();
  }

  @BeforeAll
  static void check() throws IOException {
    Set<Path> sources = new TreeSet<>();
    for (PitfallPage page : pages()) {
      if (page.isCheckedHere()) {
        sources.add(Page.ROOT.resolve(page.source()));
      }
    }
    checked = Checked.of(sources);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void code_isOfATestOfThePage(PitfallPage page) throws IOException {
    assertThat(Snippets.references(page.page()))
        .contains(page.source() + "#wrong", page.source() + "#right");
    assertThat(Files.readString(Page.ROOT.resolve(page.source())))
        .contains("@Test", "docs/pitfalls/" + page.id() + ".md");
  }

  /** A test that expects the kind fails where it does not come, and one without where it does. */
  @ParameterizedTest
  @EnumSource(PitfallKind.class)
  void wrongCode_ofAKind_isReportedWhenItRuns(PitfallKind kind) throws IOException {
    PitfallPage page = PitfallPage.of(kind.id());

    assertThat(Files.readString(Page.ROOT.resolve(page.source())))
        .contains("PitfallKind." + kind.name());
    assertThat(page.part("What Backstop does")).contains("`" + kind.name() + "`");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void wrongCode_isFoundByTheChecksThatThePageNames(PitfallPage page) throws IOException {
    if (page.isCheckedHere()) {
      assertThat(checked.findings(Region.of(page.source(), "wrong")))
          .as("checks that find the wrong code of %s", page.id())
          .isEqualTo(checksOf(page));
      assertThat(checked.findings(Region.of(page.source(), "right")))
          .as("checks that find the right code of %s", page.id())
          .isEmpty();
    } else {
      assertThat(checksOf(page)).isEmpty();
    }
  }

  private static Set<String> checksOf(PitfallPage page) {
    return CHECK
        .matcher(page.atCompileTime())
        .results()
        .map(link -> link.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource(PitfallKind.class)
  void index_hasTheKindWithItsFact(PitfallKind kind) {
    assertThat(INDEX.lines())
        .contains(
            "| [%s](%s.md) | `%s` | %s |"
                .formatted(kind.id(), kind.id(), kind.name(), kind.fact()));
  }

  @Test
  void pages_areThoseOfTheIndexAndOfKindsThatExist() {
    List<String> kinds = Arrays.stream(PitfallKind.values()).map(PitfallKind::id).toList();

    assertThat(pages()).extracting(PitfallPage::id).containsAll(kinds);
    assertThat(pages())
        .filteredOn(page -> !page.id().startsWith("BS-0"))
        .extracting(PitfallPage::id)
        .containsExactlyInAnyOrderElementsOf(kinds);
    assertThat(INDEX.text())
        .contains(
            pages().stream()
                .map(page -> "| [" + page.id() + "](" + page.id() + ".md) | ")
                .toList());
  }
}
