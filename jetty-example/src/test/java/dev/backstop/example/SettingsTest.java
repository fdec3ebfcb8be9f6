package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void of_nothingSet_isPort8080AndSpansInTheLog() throws Exception {
    assertThat(Settings.of(null, null)).isEqualTo(new Settings(8080, null));
    assertThat(Settings.of(null, "")).isEqualTo(new Settings(8080, null));
  }

  @Test
  void of_valuesGiven_takesThem() throws Exception {
    assertThat(Settings.of("8081", "http://localhost:4318"))
        .isEqualTo(new Settings(8081, URI.create("http://localhost:4318")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "-1", "65536", "80 80", "8080.0", "99999999999"})
  void of_badPort_saysValueAndRemedy(String port) {
    assertThatThrownBy(() -> Settings.of(port, null))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("-Dport is '" + port + "': expected a whole number from 0")
        .hasMessageContaining("-Dport=8081");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:4318", "collector", "ftp://collector", "http://", "http://a b"})
  void of_badEndpoint_saysValueAndRemedy(String endpoint) {
    assertThatThrownBy(() -> Settings.of(null, endpoint))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("OTEL_EXPORTER_OTLP_ENDPOINT is '" + endpoint + "': expected")
        .hasMessageContaining("http://localhost:4318");
  }
}
