package dev.backstop.it.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.slo.Slo;
import dev.backstop.slo.SloRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules as a real promtool takes them. */
class RulesTest {
  private static final Path SHIPPED = Path.of("..", "..", "docs", "slo-rules.yml");
  private static final Path SERIES = Path.of("src", "test", "resources", "slo-rules-test.yml");

  @TempDir private Path folder;
  private Tool promtool;
  private Path nothing;

  @BeforeEach
  void find() throws Exception {
    promtool = Tool.of("promtool");
    nothing = Files.createFile(folder.resolve("nothing"));
  }

  private void assertAccepted(Path rules, int count) throws Exception {
    Tool.Result result = promtool.run(nothing, "check", "rules", "--lint-fatal", rules.toString());

    assertThat(result.output()).contains("SUCCESS: " + count + " rules found");
    assertThat(result.exit()).isZero();
  }

  @Test
  void check_shippedRules_areAccepted() throws Exception {
    assertAccepted(SHIPPED, 4 * 12);
  }

  @Test
  void check_hostileNamesAndLooseObjectives_areAccepted() throws Exception {
    Path rules = folder.resolve("hostile.yml");
    Files.writeString(
        rules,
        SloRules.of(
                Slo.errors("*", 0.999).named("a\"b\\c'd: {{ .Bad }} {{x # - [ü] \u2028 😀 %s $x"),
                Slo.latency("/a/{b}\"}[1m]) or vector(1)", Duration.ofMillis(1), 0.5),
                Slo.occupancy("", Duration.ofDays(1), 0.999999),
                Slo.errors("/tiny", 0.01))
            .job("j\"o\\b\n{{x}}")
            .yaml());

    // Of these loose ones 14.4, 6, 3 and, for a hundredth, no factor but 1 is left.
    assertAccepted(rules, 12 + 9 + 12 + 9);
  }

  /** The fast alert, the slow one, and none for a service that keeps its objective. */
  @Test
  void test_series_fireWhatTheyShould() throws Exception {
    Path tests = folder.resolve("test.yml");
    Files.writeString(
        tests,
        Files.readString(SERIES).replace("RULES", SHIPPED.toAbsolutePath().normalize().toString()));

    Tool.Result result = promtool.run(nothing, "test", "rules", tests.toString());

    assertThat(result.output()).contains("SUCCESS");
    assertThat(result.exit()).isZero();
  }

  /** The oracle has teeth: the same series with an alert that must not be there. */
  @Test
  void test_wrongExpectation_isRefused() throws Exception {
    Path tests = folder.resolve("test.yml");
    Files.writeString(
        tests,
        Files.readString(SERIES)
            .replace("RULES", SHIPPED.toAbsolutePath().normalize().toString())
            .replace("exp_samples: []", "exp_samples: [{labels: '{}', value: 1}]"));

    Tool.Result result = promtool.run(nothing, "test", "rules", tests.toString());

    assertThat(result.exit()).isNotZero();
    assertThat(result.output()).contains("FAILED");
  }
}
