package dev.backstop.harness.junit;

import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What was wrong with a test, though its assertions held. */
final class Verdict {
  private final Journal journal;
  private final Set<PitfallKind> wanted;
  private final List<String> faults = new ArrayList<>();

  Verdict(Journal journal, Set<PitfallKind> wanted) {
    this.journal = journal;
    this.wanted = wanted;
  }

  /** Waits until all is well, {@code patience} at most, and notes what is not. */
  void awaitEnd(Duration patience) {
    try {
      Awaitility.await()
          .atMost(patience)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> openExchanges().isEmpty() && openSpans().isEmpty() && missing().isEmpty());
    } catch (ConditionTimeoutException tooLong) {
      // What is not well is noted below.
    }
    for (Pitfall pitfall : journal.pitfalls()) {
      if (!wanted.contains(pitfall.kind())) {
        faults.add("unexpected pitfall " + pitfall.message());
      }
    }
    for (PitfallKind kind : missing()) {
      faults.add(
          "@ExpectPitfall("
              + kind
              + ") was not met: "
              + kind.id()
              + " (\""
              + kind.fact()
              + "\") did not come; came: "
              + journal.pitfalls().stream().map(pitfall -> pitfall.kind().id()).toList());
    }
    for (String call : openExchanges()) {
      faults.add(
          "open exchange: " + call + "; complete its AsyncContext, or end its call, in the test");
    }
    for (String span : openSpans()) {
      faults.add("unended span: " + span + "; end it in a finally");
    }
  }

  private List<String> openExchanges() {
    return wanted.contains(PitfallKind.STILL_OPEN)
        ? List.of()
        : journal.open().stream().map(Call::describe).toList();
  }

  private List<String> openSpans() {
    return wanted.contains(PitfallKind.SPAN_NOT_ENDED) ? List.of() : journal.openSpans();
  }

  private Set<PitfallKind> missing() {
    Set<PitfallKind> missing = EnumSet.noneOf(PitfallKind.class);
    missing.addAll(wanted);
    journal.pitfalls().forEach(pitfall -> missing.remove(pitfall.kind()));
    return missing;
  }

  void leaked(List<String> threads) {
    for (String thread : threads) {
      faults.add(
          "leaked thread: "
              + thread
              + ": started by the test, not a daemon, alive "
              + LeakedThreads.GRACE.toSeconds()
              + " s after it; stop it, or allowThreads(..) by its name");
    }
  }

  /** Throws where something was noted. */
  void pass(String test) {
    if (!faults.isEmpty()) {
      StringBuilder message = new StringBuilder("Backstop caught ").append(faults.size());
      message.append(faults.size() == 1 ? " fault in " : " faults in ").append(test).append(':');
      for (int i = 0; i < faults.size(); i++) {
        message.append(System.lineSeparator()).append("  ").append(i + 1).append(". ");
        message.append(faults.get(i));
      }
      throw new AssertionError(message.toString());
    }
  }
}
