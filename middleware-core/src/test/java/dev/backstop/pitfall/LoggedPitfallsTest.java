package dev.backstop.pitfall;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import dev.backstop.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What of many pitfalls reaches the log. */
class LoggedPitfallsTest {
  private static final String LOGGER = "dev.backstop.pitfall.LoggedPitfallsTest";

  private final LogLines log = LogLines.of(LOGGER);
  private long nanos;
  private final PitfallListener listener =
      new LoggedPitfalls(LoggerFactory.getLogger(LOGGER), () -> nanos);

  @BeforeEach
  void keepOffTheConsole() {
    ((Logger) LoggerFactory.getLogger(LOGGER)).setAdditive(false);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static Pitfall at(PitfallKind kind, int line) {
    StackTraceElement site = new StackTraceElement("shop.Orders", "list", "Orders.java", line);
    return new Pitfall(kind, "GET /orders", "setStatus(500)", site, new IOException("broken"));
  }

  private void tell(Pitfall pitfall, int times) {
    for (int i = 0; i < times; i++) {
      listener.onPitfall(pitfall);
    }
  }

  @Test
  void onPitfall_clientsTextInTheErrorAndTheName_forgesNoLine() {
    IOException cause = new IOException("no file a\nWARN forged");

    listener.onPitfall(
        new Pitfall(PitfallKind.CLEANUP_FAILED, "GET /orders", "a\nWARN forged", null, cause));

    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().get(0)).contains("[a\\u000aWARN forged]").doesNotContain("\n");
    assertThat(log.events().get(0).getThrowableProxy().getMessage())
        .isEqualTo("java.io.IOException: no file a\\u000aWARN forged");
  }

  @Test
  void onPitfall_againAtTheSamePlace_isLoggedAtPowersOfTen() {
    Pitfall pitfall = at(PitfallKind.STATUS_AFTER_COMMIT, 17);

    tell(pitfall, 1_234);

    assertThat(log.lines())
        .containsExactly(
            "WARN " + pitfall.message(),
            "WARN 10 times: " + pitfall.message(),
            "WARN 100 times: " + pitfall.message(),
            "WARN 1000 times: " + pitfall.message());
    assertThat(log.events().get(0).getThrowableProxy().getMessage()).isEqualTo("broken");
    assertThat(log.events().get(3).getKeyValuePairs())
        .hasToString("[pitfall=\"BS-101\", count=\"1000\"]");
  }

  @Test
  void onPitfall_afterAMinute_isLoggedWithTheExactCount() {
    Pitfall pitfall = at(PitfallKind.STATUS_AFTER_COMMIT, 17);
    tell(pitfall, 5);

    nanos = Duration.ofMinutes(1).toNanos() - 1;
    tell(pitfall, 1);
    assertThat(log.lines()).hasSize(1);
    nanos++;
    tell(pitfall, 2);

    assertThat(log.lines())
        .containsExactly("WARN " + pitfall.message(), "WARN 7 times: " + pitfall.message());
  }

  @Test
  void onPitfall_anotherKindOrPlace_isLogged() {
    List<Pitfall> pitfalls =
        List.of(
            at(PitfallKind.STATUS_AFTER_COMMIT, 17),
            at(PitfallKind.STATUS_AFTER_COMMIT, 18),
            at(PitfallKind.RESPONSE_AFTER_END, 17));

    pitfalls.forEach(pitfall -> tell(pitfall, 3));

    assertThat(log.lines())
        .containsExactlyElementsOf(
            pitfalls.stream().map(pitfall -> "WARN " + pitfall.message()).toList());
  }

  @Test
  void onPitfall_placesWithoutEnd_areOnePlaceFromTheThousandthOn() {
    for (int line = 1; line <= 1_500; line++) {
      tell(at(PitfallKind.STATUS_AFTER_COMMIT, line), 1);
    }

    // A thousand of their own, then 500 together: the 1st, the 10th and the 100th.
    assertThat(log.lines()).hasSize(1_000 + 3);
  }
}
