package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsPageTest {
  private static final String TABLE =
      """
      # Title

      | library | severity | rule | file:line | verdict | reason |
      |---|---|---|---|---|---|
      """;

  @TempDir private Path folder;

  @Test
  void write_knownFinding_keepsItsVerdictAndANewOneHasNone() throws IOException {
    Path file = folder.resolve("findings.md");
    String known = "| a-1 | error | Rule | A.java:7 | right | it leaks |\n";
    String gone = "| a-1 | error | Rule | A.java:8 | wrong | it does not |\n";
    Files.writeString(file, TABLE + known + gone + "\nThe end.\n");

    FindingsPage.read(file).write(List.of(finding("B.java", 1), finding("A.java", 7)));

    assertThat(file)
        .hasContent(TABLE + known + "| a-1 | error | Rule | B.java:1 | | |\n" + "\nThe end.\n");
  }

  @Test
  void read_rows_haveSeverityPlaceVerdictAndReason() throws IOException {
    Path file = folder.resolve("findings.md");
    Files.writeString(file, TABLE + "| a-1 | error | Rule | A.java:7 | right | it leaks |\n");

    assertThat(FindingsPage.read(file).rows())
        .containsExactly(
            new FindingsPage.Row("error", finding("A.java", 7).place(), "right", "it leaks"));
  }

  private static Finding finding(String file, long line) {
    return new Finding("a-1", "error", "Rule", file, line, "message");
  }
}
