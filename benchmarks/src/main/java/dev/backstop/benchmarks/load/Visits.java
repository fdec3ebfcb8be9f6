package dev.backstop.benchmarks.load;

import java.util.concurrent.atomic.LongAdder;

/** The visits of one server, and how many of them have ended. */
final class Visits {
  private final int steps;
  private final long leaveMillis;
  private final LongAdder ended = new LongAdder();

  /**
   * Makes the visits.
   *
   * @param steps that each visit takes and has to leave: one cleanup each
   * @param leaveMillis how long it takes to leave one
   */
  Visits(int steps, long leaveMillis) {
    this.steps = steps;
    this.leaveMillis = leaveMillis;
  }

  Visit begin(String user) {
    return new Visit(user);
  }

  /** Returns how many visits have left all their steps, or took none. */
  long ended() {
    return ended.sum();
  }

  /** What belongs to one request, and what its cleanups give back: step by step, last first. */
  final class Visit {
    private final String user;
    private int taken;

    private Visit(String user) {
      this.user = user;
      if (steps == 0) {
        ended.increment();
      }
    }

    String user() {
      return user;
    }

    /** Returns how many steps to take. */
    int steps() {
      return steps;
    }

    /** Takes a step and returns its number. */
    int take() {
      return taken++;
    }

    /** Leaves the step that was taken last. */
    void leave() throws InterruptedException {
      leave(taken - 1);
    }

    /**
     * Leaves a step.
     *
     * @throws IllegalStateException if it is not the one that was taken last: the visit is then
     *     never among the ended
     */
    void leave(int step) throws InterruptedException {
      if (step < 0 || step != taken - 1) {
        throw new IllegalStateException(
            user + " leaves step " + step + " of " + taken + "; the last taken is the first left");
      }
      if (leaveMillis > 0) {
        Thread.sleep(leaveMillis);
      }
      taken = step;
      if (step == 0) {
        ended.increment();
      }
    }
  }
}
