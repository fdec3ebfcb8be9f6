package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be expected of each exchange of a situation. The status is a sanity value: the truth
 * is what the client read.
 *
 * @param status what the client reads; 0 for no status line; -1 where each exchange has its own
 * @param endings one, or two where it is up to the network's buffers
 * @param errorType the class name of the recorded error, without package, or null for none
 * @param errorHandled whether the application turned that error into an answer
 * @param timedOut whether the asynchronous processing ran into its timeout
 * @param pitfalls the misuse that is to be reported, in any order, duplicates included
 */
record Expectation(
    int status,
    Set<Ending> endings,
    @Nullable String errorType,
    boolean errorHandled,
    boolean timedOut,
    List<PitfallKind> pitfalls) {
  /** Any exception by which a container tells of a lost connection or a broken request. */
  static final String LOST_CONNECTION = "(lost connection)";

  /** The same, or none. */
  static final String LOST_OR_NOTHING = "(lost connection or nothing)";

  Expectation withStatus(int other) {
    return new Expectation(other, endings, errorType, errorHandled, timedOut, pitfalls);
  }

  Expectation withEndings(Set<Ending> others) {
    return new Expectation(status, others, errorType, errorHandled, timedOut, pitfalls);
  }

  Expectation withError(@Nullable String type, boolean handled) {
    return new Expectation(status, endings, type, handled, timedOut, pitfalls);
  }

  Expectation withTimedOut(boolean out) {
    return new Expectation(status, endings, errorType, errorHandled, out, pitfalls);
  }

  Expectation withPitfalls(List<PitfallKind> kinds) {
    return new Expectation(status, endings, errorType, errorHandled, timedOut, kinds);
  }
}
