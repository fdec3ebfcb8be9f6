package dev.backstop.checks;

import com.google.errorprone.bugpatterns.BugChecker;
import java.util.List;
import java.util.stream.Stream;

/** How the right code of each rule is made wrong, in the order of docs/checks/README.md. */
final class RecallTable {
  private RecallTable() {}

  static Stream<Row> rows() {
    return Stream.of(
        row(
            StartAsyncUnbounded.class,
            Drops.allCalls("setTimeout"),
            Drops.allCalls("addListener"),
            Drops.allCalls("setTimeout", "addListener")));
  }

  private static Row row(Class<? extends BugChecker> rule, Mutator... mutators) {
    return new Row(rule, List.of(mutators));
  }

  record Row(Class<? extends BugChecker> rule, List<Mutator> mutators) {
    @Override
    public String toString() {
      return rule.getSimpleName();
    }
  }
}
