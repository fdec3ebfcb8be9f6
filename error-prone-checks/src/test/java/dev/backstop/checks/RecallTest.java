package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.SeverityLevel;
import com.google.errorprone.bugpatterns.BugChecker;
import dev.backstop.checks.MutantCompiler.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What share of wrong code each rule finds: right snippets, on which it is silent, are made wrong
 * by the mutators of {@link RecallTable}, and it must report what comes of it. The figures are in
 * target/recall.txt.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecallTest {
  private static final int LEAST_SNIPPETS = 10;
  private static final double LEAST_RATE_OF_ERRORS = 0.95;
  private static final double LEAST_RATE = 0.5;
  private static final double MOST_NOT_COMPILED = 0.10;

  private final Map<String, String> figures = new LinkedHashMap<>();

  static Stream<RecallTable.Row> rows() {
    return RecallTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rightCodeMadeWrong_isReported(RecallTable.Row row) {
    String rule = row.toString();
    List<Mutant> right = RightSnippets.of(rule);
    Map<List<String>, Mutant> wrong = new LinkedHashMap<>();
    for (Mutant snippet : right) {
      Code code = Code.parse(snippet.snippet(), snippet.forms().get(0));
      row.mutators().stream()
          .flatMap(mutator -> mutator.of(code).stream())
          .forEach(mutant -> wrong.putIfAbsent(mutant.forms(), mutant));
    }
    List<Mutant> all = new ArrayList<>(right);
    all.addAll(wrong.values());
    List<Fate> fates = new MutantCompiler(row.rule()).compile(all);

    Recall recall = Recall.of(rule, all, fates, right.size(), known(rule));
    SeverityLevel severity = row.rule().getAnnotation(BugPattern.class).severity();
    figures.put(rule, recall.told(severity));

    assertThat(right).as("right snippets").hasSizeGreaterThanOrEqualTo(LEAST_SNIPPETS);
    assertThat(recall.brokenSnippets()).as("right snippets that do not compile").isEmpty();
    assertThat(recall.reportedSnippets()).as("right snippets that are reported").isEmpty();
    assertThat(recall.mutants()).as("mutants").isGreaterThanOrEqualTo(right.size());
    assertThat(recall.notCompiled())
        .as("mutants that do not compile")
        .hasSizeLessThanOrEqualTo((int) (wrong.size() * MOST_NOT_COMPILED));
    assertThat(recall.listedInVain()).as("listed survivors that do not survive").isEmpty();
    assertThat(recall.rate())
        .as("%s", recall)
        .isGreaterThanOrEqualTo(
            severity == SeverityLevel.ERROR ? LEAST_RATE_OF_ERRORS : LEAST_RATE);
    if (severity == SeverityLevel.ERROR) {
      assertThat(recall.unlisted()).as("survivors without a reason").isEmpty();
    }
  }

  @Test
  void everyRule_hasARow() {
    assertThat(rows().map(RecallTable.Row::rule))
        .hasSameElementsAs(
            RulesTest.rules().stream().map(rule -> rule.asSubclass(BugChecker.class)).toList());
  }

  @AfterAll
  void figures_arePrintedAndKept() throws IOException {
    String table = Recall.HEAD + String.join("", figures.values());
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/recall.txt"), table);
    System.out.println(table);
  }

  private static Map<String, String> known(String rule) {
    return RightSnippets.survivors(rule).stream()
        .collect(
            Collectors.toMap(line -> line[0], line -> line[1], (one, other) -> one, TreeMap::new));
  }
}
