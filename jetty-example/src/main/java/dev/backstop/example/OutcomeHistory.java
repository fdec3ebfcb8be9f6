package dev.backstop.example;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The last 100 outcomes with their cleanup reports.
 *
 * <p>Thread-safe.
 */
final class OutcomeHistory implements BiConsumer<Outcome, CleanupReport> {
  static final int MOST = 100;

  private final Deque<OutcomeRecord> newestFirst = new ArrayDeque<>(MOST);

  @Override
  public void accept(Outcome outcome, CleanupReport report) {
    OutcomeRecord added = OutcomeRecord.of(outcome, report, Instant.now());
    synchronized (newestFirst) {
      if (newestFirst.size() == MOST) {
        newestFirst.removeLast();
      }
      newestFirst.addFirst(added);
    }
  }

  /** Returns what is kept, newest first. */
  List<OutcomeRecord> newestFirst() {
    synchronized (newestFirst) {
      return List.copyOf(newestFirst);
    }
  }
}
