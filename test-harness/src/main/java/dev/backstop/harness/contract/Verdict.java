package dev.backstop.harness.contract;

import java.util.List;

/** What was wrong in one situation; nothing, where all is well. */
record Verdict(Situation situation, List<String> faults) {
  boolean isRight() {
    return faults.isEmpty();
  }

  @Override
  public String toString() {
    return situation.name() + (isRight() ? " is right" : " " + faults);
  }
}
