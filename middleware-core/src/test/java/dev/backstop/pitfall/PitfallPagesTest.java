package dev.backstop.pitfall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue has a page for each kind, and no page for what is no kind. */
class PitfallPagesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path FOLDER = ROOT.resolve("docs/pitfalls");

  @ParameterizedTest
  @EnumSource(PitfallKind.class)
  void page_hasIdWrongCodeRightCodeAndRemedy(PitfallKind kind) throws IOException {
    String page = Files.readString(ROOT.resolve(kind.page()));

    assertThat(page)
        .startsWith("# " + kind.id())
        .containsPattern("(?i)\\bwrong\\b")
        .containsPattern("(?i)\\bright\\b")
        .contains("**Remedy.**");
    assertThat(page.split("```java", -1)).as("code of %s", kind.page()).hasSizeGreaterThan(2);
  }

  @Test
  void pages_areOfKindsThatExist() throws IOException {
    List<String> kinds = Arrays.stream(PitfallKind.values()).map(PitfallKind::page).toList();

    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> ROOT.relativize(file).toString().replace('\\', '/')))
          .contains("docs/pitfalls/README.md")
          .filteredOn(name -> !name.endsWith("/README.md"))
          .containsExactlyInAnyOrderElementsOf(kinds);
    }
  }

  @ParameterizedTest
  @EnumSource(PitfallKind.class)
  void index_hasTheKindWithItsFact(PitfallKind kind) throws IOException {
    assertThat(Files.readString(FOLDER.resolve("README.md")))
        .contains(
            "| ["
                + kind.id()
                + "]("
                + kind.id()
                + ".md) | `"
                + kind.name()
                + "` | "
                + kind.fact()
                + " |\n");
  }
}
