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
            Drops.allCalls("setTimeout", "addListener")),
        row(
            CleanupStepSkipsNext.class,
            Moves.outOfInnerFinally(),
            Drops.catchOf("IOException").in("S04"),
            Moves.swap("unlock", "release"),
            Moves.swap("remove", "close"),
            Moves.swap("remove", "release").then(Moves.swap("release", "close")),
            Moves.swap("release", "close"),
            Moves.swap("stop", "close"),
            Moves.swap("end", "close"),
            Changes.insertBefore("end", "OutputStream.nullOutputStream().close();").in("S04")),
        row(
            TransactionFinishedTwice.class,
            Drops.guard("!committed|!done"),
            Drops.catchOf().in("S01", "S03", "S10"),
            Drops.catchOf("Throwable").in("S06"),
            Drops.call("rollback").in("S01", "S03", "S04", "S10"),
            Drops.call("rollbackQuietly"),
            Drops.call("commit").in("S01", "S03", "S04", "S06", "S07", "S10"),
            Changes.earlyReturn("insert").in("S01", "S03", "S06", "S07", "S10")));
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
