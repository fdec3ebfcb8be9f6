package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.problem.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorSetupTest {
  private static final Gate GATE = exchange -> Optional.empty();

  static Stream<Arguments> mistakes() {
    ErrorMapper<IOException> mapper = (error, exchange) -> Problem.of(502);
    return Stream.of(
        mistake(b -> b.mapError(null, mapper), "mapError", "null", "leave the call out"),
        mistake(b -> b.mapError(IOException.class, null), "mapError", "null"),
        mistake(
            b -> b.mapError(IOException.class, mapper).mapError(IOException.class, mapper),
            "mapError(java.io.IOException)",
            "twice",
            "keep one"),
        mistake(b -> b.errorCategory(null, "io"), "errorCategory", "null"),
        mistake(b -> b.errorCategory(IOException.class, null), "errorCategory", "null"),
        mistake(
            b -> b.errorCategory(IOException.class, "Disk Full"), "\"Disk Full\"", "db_timeout"),
        mistake(b -> b.errorCategory(IOException.class, "x".repeat(41)), "at most 40"),
        mistake(
            b -> b.errorCategory(IOException.class, "a").errorCategory(IOException.class, "b"),
            "errorCategory(java.io.IOException)",
            "twice"),
        mistake(b -> b.gate(null), "gate(gate)", "null"),
        mistake(b -> b.gate(GATE).gate(GATE), "gate(gate)", "same gate twice"),
        mistake(b -> b.gate(null, GATE), "gate(pattern, gate)", "null"),
        mistake(b -> b.gate("/api/*", null), "gate(pattern, gate)", "null"),
        mistake(b -> b.gate("api/*", GATE), "gate(\"api/*\")", "\"/api/*\""),
        mistake(b -> b.gate("/a", GATE).gate("/a", GATE), "gate(\"/a\")", "same gate twice"));
  }

  private static Arguments mistake(Consumer<BackstopBuilder> mistake, String... told) {
    return Arguments.of(String.join(", ", told), mistake, told);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void build_mistake_saysFactValueAndRemedy(
      String title, Consumer<BackstopBuilder> mistake, String[] told) {
    BackstopBuilder builder = Backstop.builder();

    mistake.accept(builder);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Backstop cannot be built: ")
        .hasMessageContainingAll(told);
  }

  @Test
  void errors_nothingConfigured_isNoPipelineAtAll() {
    assertThat(Backstop.builder().errorCategory(IOException.class, "disk").build().errors())
        .isNull();
    assertThat(Backstop.builder().gate(GATE).build().errors()).isNotNull();
  }

  @Test
  void errors_configuredAfterBuild_changesNothingInWhatWasBuilt() {
    BackstopBuilder builder = Backstop.builder();
    Backstop first = builder.build();

    Backstop second = builder.gate(GATE).build();

    assertThat(first.errors()).isNull();
    assertThat(second.errors()).isNotNull();
  }
}
