package dev.backstop.slo;

import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import java.util.function.Function;

/**
 * Where the time of one exchange went. The largest share is to blame; what no share has is the
 * handler's.
 */
final class TimeShares {
  private long counted;
  private long largest;
  private Function<CauseNames, Blame> blame = names -> Blame.of(Blame.HANDLER);

  void wait(WaitedFor wait, long nanos) {
    add(nanos, wait::blame);
  }

  void cleanup(CleanupTime time) {
    add(time.nanos(), names -> Blame.of(names.cleanup(time.name())));
  }

  void sending(long nanos) {
    add(nanos, names -> Blame.of(Blame.RESPONSE_WRITE));
  }

  void queue(long nanos) {
    add(nanos, names -> Blame.of(Blame.QUEUE));
  }

  private void add(long nanos, Function<CauseNames, Blame> whose) {
    counted += nanos;
    if (nanos > largest) {
      largest = nanos;
      blame = whose;
    }
  }

  Blame largest(long whole, Outcome outcome, CauseNames names) {
    Blame found = whole - counted > largest ? Blame.of(Blame.HANDLER) : blame.apply(names);
    boolean ofClient =
        found.cause().equals(Blame.HANDLER) || found.cause().equals(Blame.RESPONSE_WRITE);
    // Nobody knows when the client left: unless something else is known to have taken the time,
    // what the handler did for nobody is not held against it.
    return ofClient && outcome.ending() == Ending.ABORTED ? Blame.of(Blame.CLIENT_ABORT) : found;
  }
}
