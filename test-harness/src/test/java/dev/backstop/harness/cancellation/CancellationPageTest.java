package dev.backstop.harness.cancellation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.cancellation.CancelReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/cancellation.md} ends with the table that the contract plays. */
class CancellationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "cancellation.md");
  private static final String MARK = "-Dbackstop.write=true -->\n";

  private final CancellationTable table = CancellationTable.read();

  @Test
  void page_endsWithTheTable() throws IOException {
    String page = Files.readString(PAGE);
    int end = page.indexOf(MARK) + MARK.length();
    assertThat(end).as("the mark in " + PAGE).isGreaterThanOrEqualTo(MARK.length());
    String expected = page.substring(0, end) + "\n" + table.toMarkdown();
    if (Boolean.getBoolean("backstop.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE))
        .as("run mvn test -pl test-harness -am -Dbackstop.write=true")
        .isEqualTo(expected);
  }

  @Test
  void table_hasEachSituationOnce() {
    assertThat(table.situations())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(CancelSituation.values()).map(Enum::name).toList());
  }

  @Test
  void cells_areReasonsOrSayThatThereIsNone() {
    Set<String> known = new HashSet<>(List.of(CancellationTable.NOT_TOLD));
    Stream.of(CancelReason.values()).map(Enum::name).forEach(known::add);
    for (String container : List.of("jetty", "tomcat", "undertow")) {
      for (String situation : table.situations()) {
        String cell = table.cell(situation, container);
        boolean http2 = situation.startsWith("HTTP2_") && container.equals("undertow");
        if (http2) {
          assertThat(cell).isEqualTo(CancellationTable.NOT_PLAYED);
        } else {
          assertThat(known).contains(cell);
        }
      }
    }
  }

  @Test
  void cell_thatIsNotThere_isToldAndNotGuessed() {
    assertThatThrownBy(() -> table.cell("IDLE_CLIENT_RESETS", "netty"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no cell of IDLE_CLIENT_RESETS and netty");
  }
}
