package dev.backstop.harness.stress;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.backstop.harness.ServerStarter;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Under 200 connections, with requests of every kind, clients that leave at any point, and cleanups
 * that throw: what was opened has ended, once; what was registered has run, once and in order; the
 * status is the one that the client read; and nothing is left open.
 *
 * <p>Extend it and start the container. 20,000 requests, or 200,000 with {@code
 * -Dbackstop.long=true}; {@code -Dbackstop.seed=} repeats a run, whose seed is logged.
 */
public abstract class StressContract implements ServerStarter {
  private static final int FAULTS_SHOWN = 20;

  /** For subclasses. */
  protected StressContract() {}

  @Test
  final void visits_ofEveryKindByClientsThatLeave_endOnceWithTheStatusThatWasRead()
      throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(StressRun.class);
    logger.setLevel(Level.INFO);
    long seed = Long.getLong("backstop.seed", System.nanoTime());
    int visits = Boolean.getBoolean("backstop.long") ? 200_000 : 20_000;

    StressReport report = new StressRun(seed, visits).run(this);

    assertThat(report.faults().stream().limit(FAULTS_SHOWN)).as(report.summary()).isEmpty();
    // Or the run would have shown nothing.
    assertThat(report.answered()).isGreaterThan(visits * 8 / 10);
    assertThat(report.aborted()).isGreaterThan(visits / 50);
    assertThat(report.unserved()).isLessThan(visits / 100);
    assertThat(report.cleanups()).isGreaterThan(visits * 2L);
  }
}
