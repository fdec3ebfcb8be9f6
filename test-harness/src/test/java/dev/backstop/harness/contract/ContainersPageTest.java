package dev.backstop.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/containers.md} ends with the table that the contract reads. */
class ContainersPageTest {
  private static final Path PAGE = Path.of("..", "docs", "containers.md");
  private static final String MARK = "-Dbackstop.write=true -->\n";

  @Test
  void page_endsWithTheTable() throws IOException {
    String page = Files.readString(PAGE);
    int end = page.indexOf(MARK) + MARK.length();
    assertThat(end).as("the mark in " + PAGE).isGreaterThanOrEqualTo(MARK.length());
    String expected = page.substring(0, end) + "\n" + Differences.read().toMarkdown();
    if (Boolean.getBoolean("backstop.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE))
        .as("run mvn test -pl test-harness -am -Dbackstop.write=true")
        .isEqualTo(expected);
  }
}
