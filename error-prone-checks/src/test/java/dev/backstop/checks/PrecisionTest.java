package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the checks say of real libraries, beside what a reader thought of it: {@code
 * docs/checks/findings.md}. With {@code -Dbackstop.findings=write} the rows of the page are written
 * anew; verdicts stay, new rows wait for theirs.
 */
class PrecisionTest {
  private static final Path FOLDER = Path.of(System.getProperty("backstop.sources"));
  private static final Path PAGE = Path.of("../docs/checks/findings.md");

  private static List<SourceTree.Checking> libraries;
  private static List<Finding> findings;
  private static FindingsPage page;

  @BeforeAll
  static void check() throws IOException {
    List<Path> classPath = SourceTrees.classPath(SourceTrees.jars(FOLDER.resolve("needed")));
    libraries =
        SourceTrees.jars(FOLDER).parallelStream().map(jar -> checked(jar, classPath)).toList();
    libraries.forEach(SourceTrees::print);
    findings = libraries.stream().flatMap(library -> library.findings().stream()).toList();
    page = FindingsPage.read(PAGE);
    if (System.getProperty("backstop.findings", "").equals("write")) {
      page.write(findings);
      page = FindingsPage.read(PAGE);
    }
  }

  @Test
  void sources_ofEightLibrariesAndMore_areCheckedAndNamed() throws IOException {
    assertThat(libraries).hasSizeGreaterThanOrEqualTo(8);
    assertThat(Files.readString(PAGE))
        .contains(libraries.stream().map(SourceTree.Checking::library).toList());
    assertThat(libraries).allSatisfy(library -> assertThat(library.files()).isPositive());
  }

  @Test
  void checks_onSourcesWithUnresolvedParts_neverFail() {
    assertThat(libraries).flatExtracting(SourceTree.Checking::faults).isEmpty();
  }

  @Test
  void findings_areThoseOfThePage() {
    assertThat(places(page.rows())).isEqualTo(places());
  }

  @Test
  void page_hasAVerdictAndAReasonForEachFinding() {
    assertThat(page.rows())
        .allSatisfy(
            row -> {
              assertThat(row.verdict()).as("verdict of " + row).isIn("right", "wrong");
              assertThat(row.reason()).as("reason of " + row).isNotBlank();
            });
  }

  @Test
  void page_atErrorLevel_hasNoWrongFinding() {
    assertThat(page.rows())
        .filteredOn(row -> row.severity().equals("error"))
        .allSatisfy(row -> assertThat(row.verdict()).as(row.toString()).isEqualTo("right"));
  }

  private static SourceTree.Checking checked(Path jar, List<Path> classPath) {
    try {
      return SourceTree.of(jar).check(classPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the findings as the page names them, with the severity. */
  private static Set<String> places() {
    return findings.stream()
        .map(finding -> finding.severity() + " " + finding.place())
        .collect(Collectors.toSet());
  }

  private static Set<String> places(List<FindingsPage.Row> rows) {
    return rows.stream().map(row -> row.severity() + " " + row.place()).collect(Collectors.toSet());
  }
}
