package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.MethodInvocationTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
  @TempDir private Path folder;

  private static final String UNRESOLVED =
      """
      package some.library;

      import jakarta.servlet.http.HttpServletRequest;
      import not.there.Missing;

      class Reports extends Missing {
        void get(HttpServletRequest request) {
          Missing missing = new Missing(request, absent(this::gone));
          missing.call(absent, this.field.method(), x -> x.y(missing));
          request.startAsync();
          try {
            missing.later(() -> missing.close());
          } finally {
            missing.later(() -> missing.stop());
            absent(x -> x.rollback(), () -> missing.commit());
          }
        }
      }
      """;

  @Test
  void check_sourcesWithUnresolvedParts_findsWhatIsResolved() throws IOException {
    SourceTree.Checking checking = tree().check(SourceTrees.classPath(List.of()));

    assertThat(checking.unresolved()).isPositive();
    assertThat(checking.faults()).isEmpty();
    assertThat(checking.findings())
        .singleElement()
        .asString()
        .startsWith(
            "library-1.0 suggestion StartAsyncUnbounded some/library/Reports.java:10 startAsync()");
  }

  @Test
  void check_aRuleFails_isToldWithThePlaceAndTheOthersGoOn() throws IOException {
    SourceTree.Checking checking =
        tree()
            .check(
                SourceTrees.classPath(List.of()),
                List.of(new Failing(), new StartAsyncUnbounded()));

    assertThat(checking.findings()).hasSize(1);
    assertThat(checking.faults())
        .isNotEmpty()
        .allSatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("library-1.0 fault Failing some/library/Reports.java")
                    .contains("UnsupportedOperationException"));
  }

  private SourceTree tree() throws IOException {
    return Sources.of(folder, UNRESOLVED);
  }

  /** A check with a fault. */
  @BugPattern(summary = "Fails", severity = BugPattern.SeverityLevel.WARNING)
  public static final class Failing extends BugChecker
      implements BugChecker.MethodInvocationTreeMatcher {
    @Override
    public Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
      throw new UnsupportedOperationException();
    }
  }
}
