package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.UnavailableException;
import org.junit.jupiter.api.Test;

class PredictionTest {
  @Test
  void statusOf_unavailable_isAsTheSpecificationSays() {
    assertThat(Prediction.statusOf(new UnavailableException("for good"))).isEqualTo(404);
    assertThat(Prediction.statusOf(new UnavailableException("for a while", 30))).isEqualTo(503);
  }

  @Test
  void statusOf_anythingElse_is500() {
    assertThat(Prediction.statusOf(new IllegalStateException("broken"))).isEqualTo(500);
    assertThat(Prediction.statusOf(null)).isEqualTo(500);
  }
}
