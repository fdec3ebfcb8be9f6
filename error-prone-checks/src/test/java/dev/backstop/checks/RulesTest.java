package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.SeverityLevel;
import com.google.errorprone.bugpatterns.BugChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule is whole: found by Error Prone, with a page, a row, tests, and run on Backstop itself.
 */
class RulesTest {
  private static final Path DOCS = Path.of("../docs/checks");
  private static final Map<SeverityLevel, String> SEVERITIES =
      Map.of(
          SeverityLevel.ERROR, "error",
          SeverityLevel.WARNING, "warning",
          SeverityLevel.SUGGESTION, "suggestion");

  static List<Class<?>> rules() {
    return ServiceLoader.load(BugChecker.class).stream()
        .<Class<?>>map(ServiceLoader.Provider::type)
        .filter(type -> type.getPackage().equals(Check.class.getPackage()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_page_showsWrongRightAndHowToSuppress(Class<?> rule) throws IOException {
    String page = Files.readString(DOCS.resolve(rule.getSimpleName() + ".md"));

    assertThat(page)
        .startsWith("# " + rule.getSimpleName() + "\n")
        .contains("Wrong:\n\n```java\n", "Right:\n\n```java\n", "**Why.**")
        .contains("@SuppressWarnings(\"" + rule.getSimpleName() + "\")");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_row_isInTheTableWithItsSeverity(Class<?> rule) throws IOException {
    BugPattern pattern = rule.getAnnotation(BugPattern.class);
    String name = rule.getSimpleName();

    assertThat(pattern.link()).isEqualTo("docs/checks/" + name + ".md");
    assertThat(Files.readString(DOCS.resolve("README.md")))
        .contains(
            "| [" + name + "](" + name + ".md) | " + SEVERITIES.get(pattern.severity()) + " |");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_isInTheHandbook(Class<?> rule) throws IOException {
    String name = rule.getSimpleName();

    assertThat(Files.readString(DOCS.resolve("../handbook.md")))
        .contains("[" + name + "](checks/" + name + ".md)");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_tests_areThere(Class<?> rule) throws IOException {
    String tests =
        Files.readString(
            Path.of("src/test/java/dev/backstop/checks/" + rule.getSimpleName() + "Test.java"));

    assertThat(tests).contains("_isReported", "_isNotReported");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_runsOnBackstopItself(Class<?> rule) throws IOException {
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains("-Xep:" + rule.getSimpleName() + ":ERROR");
  }

  @Test
  void everyCheck_isAmongTheRules() throws IOException {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/backstop/checks"))) {
      assertThat(
              sources
                  .filter(source -> contains(source, "@BugPattern("))
                  .map(source -> source.getFileName().toString().replace(".java", "")))
          .containsExactlyInAnyOrderElementsOf(rules().stream().map(Class::getSimpleName).toList());
    }
  }

  private static boolean contains(Path source, String text) {
    try {
      return Files.readString(source).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
