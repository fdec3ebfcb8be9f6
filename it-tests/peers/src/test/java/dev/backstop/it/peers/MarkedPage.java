package dev.backstop.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of {@code docs} with tables that a test writes, each between two marks. */
public record MarkedPage(String name, String remedy) {
  /** Holds a table of the page against what was measured, or writes it anew. */
  public void assertTable(String mark, String table) throws IOException {
    Path file = Path.of("..", "..", "docs", name);
    String page = Files.readString(file);
    String begin = "<!-- measured: " + mark + " -->\n";
    String end = "<!-- end of " + mark + " -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    assertThat(from).as("the mark " + begin + " in " + file).isNotNegative();
    assertThat(to).as("the mark " + end + " in " + file).isGreaterThan(from);
    String expected = page.substring(0, from) + begin + table + page.substring(to);
    if (Boolean.getBoolean("backstop.write")) {
      Files.writeString(file, expected);
    }

    assertThat(Files.readString(file)).as("to write it anew: " + remedy).isEqualTo(expected);
  }
}
