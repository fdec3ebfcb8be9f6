package dev.backstop.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text alone; {@code it-tests/prometheus} shows it to a real promtool and Prometheus. */
class SloRulesTest {
  private static final Slo ERRORS = Slo.errors("*", 0.999);

  @Test
  void yaml_oneObjective_hasARecordForEachWindowAndFourAlerts() {
    String yaml = SloRules.of(ERRORS).yaml();

    for (String window : List.of("5m", "30m", "1h", "2h", "6h", "1d", "3d")) {
      assertThat(yaml).contains("- record: backstop:slo_bad:ratio_rate" + window + "\n");
    }
    assertThat(yaml)
        .contains(
            """
                    expr: "backstop:slo_bad:ratio_rate1h{slo=\\"errors:*\\"} > 0.0144 and\
             backstop:slo_bad:ratio_rate5m{slo=\\"errors:*\\"} > 0.0144"
            """
                .indent(0))
        .contains("> 0.006 and", "> 0.003 and", "> 0.001 and")
        .endsWith("\n");
    assertThat(yaml.split("- alert: BackstopSloBudgetBurn", -1)).hasSize(5);
  }

  @Test
  void yaml_looseObjective_hasNoAlertThatCannotFire() {
    String yaml = SloRules.of(Slo.errors("*", 0.75)).yaml();

    assertThat(yaml.split("- alert:", -1)).hasSize(3); // 3 and 1 times a quarter
    assertThat(yaml).contains("> 0.75 and", "> 0.25 and").doesNotContain("> 1.5", "> 3.6");
  }

  @Test
  void yaml_hostileName_isEscapedForBothLanguages() {
    String yaml = SloRules.of(ERRORS.named("a\"b\\c {{ü}}\u2028😀")).yaml();

    assertThat(yaml)
        .contains("slo: \"a\\\"b\\\\c {{\\u00FC}}\\u2028\\U0001F600\"")
        .contains("{slo=\\\"a\\\\\\\"b\\\\\\\\c {{\\u00FC}}\\u2028\\U0001F600\\\"")
        .matches("[\\n\\x20-\\x7E]*");
  }

  @Test
  void yaml_ofAJob_selectsThatAlone() {
    String yaml = SloRules.of(ERRORS).job("order service").yaml();

    assertThat(yaml).contains("{slo=\\\"errors:*\\\",job=\\\"order service\\\"}");
    assertThat(SloRules.of(ERRORS).yaml()).doesNotContain("job=");
    assertThatThrownBy(() -> SloRules.of(ERRORS).job("")).hasMessageContaining("job is blank");
  }

  @Test
  void prometheusRules_ofServiceLevels_areThoseOfTheirObjectives() {
    Slo latency = Slo.latency("/a", Duration.ofMillis(250), 0.99);

    assertThat(ServiceLevels.create(new SimpleMeterRegistry(), ERRORS, latency).prometheusRules())
        .isEqualTo(SloRules.of(ERRORS, latency).yaml());
  }

  @Test
  void of_nothingOrOneNameTwice_isRefused() {
    assertThatThrownBy(SloRules::of).hasMessageContaining("no objective was given");
    assertThatThrownBy(() -> SloRules.of(ERRORS, ERRORS))
        .hasMessageContaining("two objectives are named 'errors:*'");
  }
}
