package dev.backstop.harness.stress;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What came of a stress run.
 *
 * @param seed with which it can be repeated
 * @param visits how many requests the clients made, those included that they broke off
 * @param exchanges how many exchanges Backstop ended
 * @param answered how many clients read a status line
 * @param aborted how many exchanges ended {@code ABORTED}
 * @param truncated how many exchanges ended {@code TRUNCATED}
 * @param unserved how many requests came on a connection that the server was just closing
 * @param cleanups how many cleanups ran
 * @param duration of the run
 * @param faults everything that was not as it should be
 */
public record StressReport(
    long seed,
    int visits,
    int exchanges,
    int answered,
    int aborted,
    int truncated,
    int unserved,
    long cleanups,
    Duration duration,
    List<String> faults) {

  /** {@return one line} */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%,d visits in %.1f s, seed %d: %,d exchanges ended, %,d answers read, %,d aborted,"
            + " %,d truncated, %,d unserved, %,d cleanups, %,d faults",
        visits,
        duration.toMillis() / 1000.0,
        seed,
        exchanges,
        answered,
        aborted,
        truncated,
        unserved,
        cleanups,
        faults.size());
  }
}
