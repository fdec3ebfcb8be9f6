package dev.backstop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final String HEAD =
      "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset";

  @Test
  void parse_hundredAnswersInAnyOrder_findsThePercentiles() {
    List<String> lines = new ArrayList<>(List.of(HEAD));
    for (int millis = 100; millis >= 1; millis--) {
      lines.add(answer(millis, 200));
    }

    Latencies latencies = Latencies.parse(lines, 100);

    assertThat(latencies).isEqualTo(new Latencies(50, 99));
  }

  @Test
  void parse_anAnswerIsNot200_saysHowManyAre() {
    List<String> lines = List.of(HEAD, answer(1, 200), answer(2, 500));

    assertThatThrownBy(() -> Latencies.parse(lines, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("2 answers, 1 of them 200, expected 2;");
  }

  @Test
  void parse_anAnswerIsMissing_saysHowManyThereAre() {
    assertThatThrownBy(() -> Latencies.parse(List.of(HEAD), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("0 answers, 0 of them 200, expected 1;");
  }

  @Test
  void parse_noHead_namesTheColumns() {
    assertThatThrownBy(() -> Latencies.parse(List.of("Usage: hey"), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("response-time");
  }

  private static String answer(int millis, int status) {
    return String.format(
        Locale.ROOT, "%.4f,0.0001,0.0000,0.0000,0.0002,0.0000,%d,0.0021", millis / 1e3, status);
  }
}
