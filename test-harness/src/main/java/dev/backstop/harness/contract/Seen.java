package dev.backstop.harness.contract;

import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recorder;
import dev.backstop.harness.Recording;
import dev.backstop.outcome.Outcome;
import java.util.List;

/**
 * All that was seen of a situation on the server with the instrument.
 *
 * @param second the records of the second Backstop, where the site has one
 */
record Seen(List<Observed> exchanges, Recorder recorder, Recorder second, ContainerFacts facts) {
  /** The exchange, where the situation has only one. */
  Observed exchange() {
    if (exchanges.size() != 1) {
      throw new AssertionError("expected one exchange, the client made " + exchanges.size());
    }
    return exchanges.get(0);
  }

  Probe probe() {
    return exchange().probe();
  }

  RawResponse answer() {
    return exchange().answer();
  }

  Recording recording() {
    return recorder.now(exchange().path());
  }

  Outcome outcome() {
    return recording().outcome();
  }
}
