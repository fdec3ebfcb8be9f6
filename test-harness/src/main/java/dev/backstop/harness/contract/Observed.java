package dev.backstop.harness.contract;

import dev.backstop.harness.RawResponse;

/** What the client read of one exchange. */
record Observed(Probe probe, String method, RawResponse answer) {
  String path() {
    return probe.path();
  }
}
