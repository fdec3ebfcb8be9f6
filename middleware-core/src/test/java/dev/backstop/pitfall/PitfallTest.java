package dev.backstop.pitfall;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.backstop.LogLines;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PitfallTest {
  private static final StackTraceElement SITE =
      new StackTraceElement("shop.Orders", "list", "Orders.java", 17);

  @ParameterizedTest
  @EnumSource(PitfallKind.class)
  void message_hasIdFactValuePlaceRemedyAndPageInOneLine(PitfallKind kind) {
    Pitfall pitfall = new Pitfall(kind, "GET /orders", "setStatus(500)", SITE, null);

    assertThat(pitfall.message())
        .startsWith(kind.id() + ": ")
        .contains(kind.fact(), "[setStatus(500)]", "GET /orders", "Orders.java:17")
        .endsWith("; " + kind.remedy() + "; see docs/pitfalls/" + kind.id() + ".md")
        .doesNotContain("\n");
  }

  @Test
  void message_withoutSite_leavesThePlaceOut() {
    Pitfall pitfall = new Pitfall(PitfallKind.STILL_OPEN, "GET /orders", "301 s", null, null);

    assertThat(pitfall.message()).contains("GET /orders; ").doesNotContain(" at ", "null");
  }

  @Test
  void ids_areUniqueAndOfOneForm() {
    assertThat(Arrays.stream(PitfallKind.values()).map(PitfallKind::id))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("BS-\\d{3}"));
  }

  @Test
  void logging_warnsWithTheMessageTheIdAndTheCause() {
    IOException cause = new IOException("broken");
    Pitfall pitfall =
        new Pitfall(PitfallKind.OBSERVER_FAILED, "GET /{}", "AccessLog.end", SITE, cause);

    try (LogLines log = LogLines.of("dev.backstop.pitfall")) {
      PitfallListener.logging().onPitfall(pitfall);

      // The braces came from the client; they are no place for an argument.
      assertThat(log.lines()).containsExactly("WARN " + pitfall.message());
      ILoggingEvent event = log.events().get(0);
      assertThat(event.getKeyValuePairs()).hasToString("[pitfall=\"BS-901\"]");
      assertThat(event.getThrowableProxy().getMessage()).isEqualTo("broken");
    }
  }
}
