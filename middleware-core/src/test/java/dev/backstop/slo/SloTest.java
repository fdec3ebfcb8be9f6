package dev.backstop.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SloTest {
  private static final Duration LIMIT = Duration.ofMillis(250);

  @Test
  void latency_default_isNamedAfterKindAndRoute() {
    Slo slo = Slo.latency("/orders/{id}", LIMIT, 0.99);

    assertThat(slo.name()).isEqualTo("latency:/orders/{id}");
    assertThat(slo.route()).isEqualTo("/orders/{id}");
    assertThat(slo.threshold()).isEqualTo(LIMIT);
    assertThat(slo.objective()).isEqualTo(0.99);
    assertThat(slo).hasToString("latency:/orders/{id} within PT0.25S for 0.99 of all");
    assertThat(Slo.errors("*", 0.9).threshold()).isNull();
  }

  @Test
  void covers_routes_areThoseThatOutcomesHave() {
    assertThat(Slo.errors("/a", 0.9).covers("/a")).isTrue();
    assertThat(Slo.errors("/a", 0.9).covers("/a/b")).isFalse();
    assertThat(Slo.errors("/a", 0.9).covers(null)).isFalse();
    assertThat(Slo.errors("/", 0.9).covers("")).as("the root of the context").isTrue();
    assertThat(Slo.errors("/", 0.9).covers("/a")).isFalse();
    assertThat(Slo.errors(Slo.EVERY_ROUTE, 0.9).covers(null)).isTrue();
  }

  @Test
  void equals_sameValues_isTrue() {
    Slo slo = Slo.latency("/a", LIMIT, 0.99);

    assertThat(slo)
        .isEqualTo(Slo.latency("/a", LIMIT, 0.99))
        .hasSameHashCodeAs(Slo.latency("/a", LIMIT, 0.99))
        .isNotEqualTo(slo.named("other"))
        .isNotEqualTo(slo.countingQueueing())
        .isNotEqualTo(Slo.occupancy("/a", LIMIT, 0.99))
        .isNotEqualTo(Slo.latency("/a", LIMIT, 0.9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 99.9, Double.NaN, Double.POSITIVE_INFINITY})
  void errors_objectiveIsNoShare_saysWhatIsExpected(double objective) {
    assertThatThrownBy(() -> Slo.errors("/a", objective))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "objective of errors(/a, ..) is "
                + objective
                + ": expected a share between 0 and 1, as 0.999 for 99.9 %");
  }

  @Test
  void latency_wrongThreshold_saysWhatIsExpected() {
    for (Duration wrong : new Duration[] {null, Duration.ZERO, Duration.ofMillis(-1)}) {
      assertThatThrownBy(() -> Slo.latency("/a", wrong, 0.9))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "threshold of latency(/a, ..) is "
                  + wrong
                  + ": expected a positive duration, as in Duration.ofMillis(250)");
    }
    assertThatThrownBy(() -> Slo.occupancy("/a", Duration.ofSeconds(Long.MAX_VALUE), 0.9))
        .hasMessageContaining("less than 292 years");
  }

  @Test
  void errors_routeIsNull_saysHowToMeanAll() {
    assertThatThrownBy(() -> Slo.errors(null, 0.9))
        .hasMessage("route of errors(..) is null: give a template, or Slo.EVERY_ROUTE for all");
  }

  @Test
  void named_hostileName_isRefusedAndTheMessageIsOneLine() {
    Slo slo = Slo.errors("/a", 0.9);
    for (String wrong : new String[] {null, " ", "a\nb", "a\u0000", "\uD800", "x".repeat(201)}) {
      assertThatThrownBy(() -> slo.named(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("\n", "\u0000");
    }
    assertThat(slo.named("\"{{x}}\\ü😀").name()).isEqualTo("\"{{x}}\\ü😀");
  }

  @Test
  void countingQueueing_ofErrors_isRefused() {
    assertThatThrownBy(() -> Slo.errors("/a", 0.9).countingQueueing())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no duration");
  }

  @Test
  void build_allMistakes_areToldAtOnce() {
    assertThatThrownBy(() -> ServiceLevels.builder(null).maxNames(0).tag(null, "b").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "builder(registry) was given null",
            "maxNames(0)",
            "tag(key, ..) was given null",
            "no objective was given");
    assertThatThrownBy(
            () ->
                ServiceLevels.create(
                    new SimpleMeterRegistry(),
                    Slo.latency("/a", LIMIT, 0.9),
                    Slo.latency("/a", LIMIT, 0.99)))
        .hasMessageContaining("two objectives are named 'latency:/a'");
  }

  @Test
  void resource_sameName_isTheSame() {
    ServiceLevels levels = ServiceLevels.create(new SimpleMeterRegistry(), Slo.errors("*", 0.9));

    assertThat(levels.resource("pool")).isSameAs(levels.resource("pool"));
    assertThatThrownBy(() -> levels.resource(" ")).hasMessageContaining("name of a resource");
  }
}
