package dev.backstop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of README and docs: what stands in a block of its own is run by CI, as it stands
 * there; of what stands in a sentence or a table, minutes long much of it, each part exists.
 */
class CommandsTest {
  private static final Pattern INLINE = Pattern.compile("`([^`\n]*\\bmvn [^`\n]*)`");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^\\s*(?:[$#] )?(?:mvn|java|git|docker|curl|\\./\\S+) ");
  private static final Pattern PART = Pattern.compile("\"[^\"]*\"|[^\\s\"]+(?:\"[^\"]*\")?");

  private static String ci;
  private static String poms;
  private static String sources;

  @BeforeAll
  static void read() throws IOException {
    ci = Files.readString(Page.ROOT.resolve(".ci/run")).replaceAll("(?m)^\\s*#.*", "");
    poms = texts("pom.xml");
    sources = texts(".java");
  }

  static List<Page> pages() {
    return Page.all();
  }

  @Test
  void readme_beginsWithTheTwoCommands() {
    assertThat(Page.read("README.md").blocks())
        .filteredOn(block -> block.language().equals("sh"))
        .extracting(Page.Block::text)
        .containsExactly("mvn -q -pl jetty-example -am compile exec:java", "mvn verify");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void blocks_areRunByCi(Page page) {
    List<Page.Block> blocks = page.blocks();
    assertThat(blocks)
        .extracting(Page.Block::language)
        .as("languages in %s: commands are sh", page)
        .doesNotContain("bash", "shell", "console");
    assertThat(blocks)
        .filteredOn(block -> !block.language().equals("sh"))
        .as("blocks of %s that are no sh, and have a command", page)
        .noneMatch(block -> COMMAND.matcher(block.text()).find());
    long commands = blocks.stream().filter(block -> block.language().equals("sh")).count();
    for (long n = 1; n <= commands; n++) {
      assertThat(ci).containsPattern("\\$\\(sh_block " + Pattern.quote(page + " " + n) + "\\b");
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void inlineCommands_haveOnlyPartsThatExist(Page page) {
    Matcher command = INLINE.matcher(String.join("\n", page.prose()));
    while (command.find()) {
      Matcher part = PART.matcher(command.group(1).replaceFirst(".*\\bmvn ", ""));
      while (part.find()) {
        assertThat(exists(part.group()))
            .as("\"%s\" of `%s` in %s", part.group(), command.group(1), page)
            .isTrue();
      }
    }
  }

  private static boolean exists(String part) {
    if (part.startsWith("-pl") || part.matches("-[qBamntpU]+|--fail-at-end|\\.\\.\\.")) {
      return true;
    }
    if (part.startsWith("-P")) {
      return poms.contains("<id>" + part.substring(2) + "</id>");
    }
    if (part.startsWith("-Dtest=")) {
      return sources.contains("class " + part.substring(7) + " ");
    }
    if (part.startsWith("-D")) {
      String property = part.substring(2).replaceFirst("=.*", "");
      return property.matches("skipTests|maven\\..*")
          || poms.contains(property)
          || sources.contains("\"" + property + "\"");
    }
    if (part.startsWith("exec:exec@")) {
      return poms.contains("<id>" + part.substring(10) + "</id>");
    }
    return part.matches(
            "clean|compile|test-compile|process-classes|test|package|verify|install|exec:java"
                + "|spotless:apply|javadoc:aggregate")
        || Files.exists(Page.ROOT.resolve(part));
  }

  private static String texts(String end) throws IOException {
    StringBuilder texts = new StringBuilder();
    for (Path file : Repository.files(end)) {
      texts.append(Files.readString(file)).append('\n');
    }
    return texts.toString();
  }
}
