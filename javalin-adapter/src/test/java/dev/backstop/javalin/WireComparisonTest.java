package dev.backstop.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.RawResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The client reads the same bytes with and without the plugin, the date aside. */
class WireComparisonTest {
  /** Where the fence is meant to change the answer, as {@link BackstopPlugin.Config#fence} says. */
  private static final Map<String, String> CHANGED_BY_FENCE =
      Map.of(
          ErrorSituations.LOGGER_THROWS, "a logger no longer turns a finished 200 into a 500",
          ErrorSituations.LOGGER_THROWS_ERROR, "nor does an Error",
          AsyncSituations.MAPPED_TIMEOUT, "what is mapped after the timeout comes too late",
          AsyncSituations.TIMEOUT_ERROR_MAPPED, "so does Javalin's own 500 for the cancellation");

  static Stream<Situation> situations() {
    return JavalinSituationsTest.situations();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void wire_withAndWithoutPlugin_sameBytes(Situation situation) throws Exception {
    String plain = wire(Played.play(situation, Setup.PLAIN).answer());

    String fenced = wire(Played.play(situation, Setup.WITH_PLUGIN).answer());
    String open = wire(Played.play(situation, Setup.WITHOUT_FENCE).answer());

    assertThat(open).as("without the fence").isEqualTo(plain);
    if (CHANGED_BY_FENCE.containsKey(situation.name())) {
      assertThat(fenced).as("with the fence").isNotEqualTo(plain);
    } else {
      assertThat(fenced).as("with the fence").isEqualTo(plain);
    }
  }

  private static String wire(RawResponse answer) {
    if (answer == null) {
      return "the client left";
    }
    String bytes = new String(answer.bytes(), StandardCharsets.ISO_8859_1);
    return answer.end()
        + "\n"
        + bytes
            .replaceFirst("(?m)^Date: .*\r\n", "")
            .replaceFirst("JSESSIONID=[^;]*", "JSESSIONID=");
  }
}
