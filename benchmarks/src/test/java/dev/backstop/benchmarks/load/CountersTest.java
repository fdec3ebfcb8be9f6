package dev.backstop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CountersTest {
  private static final Counters COUNTERS = new Counters(1, 2, 3, 4, 5, 6, 7);

  @Test
  void parse_line_isTheSame() {
    assertThat(Counters.parse(COUNTERS.line())).isEqualTo(COUNTERS);
  }

  @Test
  void parse_anotherLine_isNamed() {
    assertThatThrownBy(() -> Counters.parse("1 2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'1 2'");
  }

  @Test
  void minus_itself_isZero() {
    assertThat(COUNTERS.minus(COUNTERS)).isEqualTo(new Counters(0, 0, 0, 0, 0, 0, 0));
  }
}
