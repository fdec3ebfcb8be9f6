package dev.backstop.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.LogLines;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Outcomes;
import dev.backstop.outcome.StatusSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A registry of its own, as {@code new CleanupRegistry()} makes it. */
class StandaloneRegistryTest {
  private static final Outcome OK = Outcomes.completed(200);

  private final CleanupRegistry registry = new CleanupRegistry();

  @Test
  void late_logsAWarningThatNamesTheCleanup() {
    try (LogLines log = LogLines.of(CleanupRegistry.class.getName())) {
      registry.unwind(OK);
      IOException failure = new IOException("broken");

      registry.register("fine", outcome -> {});
      registry.register(
          "broken",
          outcome -> {
            throw failure;
          });

      assertThat(log.lines())
          .containsExactly(
              "WARN cleanup 'fine' came after the end and ran at once; register it earlier",
              "WARN cleanup 'broken' came after the end and ran at once; register it earlier");
      assertThat(log.events().get(0).getThrowableProxy()).isNull();
      assertThat(log.events().get(1).getThrowableProxy().getMessage()).isEqualTo("broken");
    }
  }

  @Test
  void runNow_knowsNothingOfTheOutcomeYet() {
    List<Outcome> seen = new ArrayList<>();

    registry.register("early", seen::add).runNow();

    assertThat(seen.get(0).status()).isZero();
    assertThat(seen.get(0).ending()).isEqualTo(Ending.UNFINISHED);
    assertThat(seen.get(0).statusSource()).isEqualTo(StatusSource.PREDICTED);
  }

  @Test
  void unwind_timesNothingButTheWhole() {
    registry.register("a", outcome -> {});

    CleanupReport report = registry.unwind(OK);

    assertThat(report.cleanups().get(0).durationNanos()).isEqualTo(-1);
    assertThat(report.duration()).isPositive();
  }

  @Test
  void timeout_itsThreadIsADaemonAndGoesAway() {
    CountDownLatch never = new CountDownLatch(1);
    List<Thread> limiters = new ArrayList<>();

    registry
        .register(
            "stuck",
            outcome -> {
              limiters.addAll(limiters());
              never.await();
            })
        .timeout(Duration.ofMillis(20));
    registry.unwind(OK);

    assertThat(limiters).hasSize(1).allMatch(Thread::isDaemon);
    await().atMost(Duration.ofSeconds(20)).until(() -> !limiters.get(0).isAlive());
  }

  private static List<Thread> limiters() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("backstop-cleanup-limits"))
        .toList();
  }
}
