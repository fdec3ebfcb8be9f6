package dev.backstop.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Outcomes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitTest {
  private static final Outcome OK = Outcomes.completed(200);
  private static final Duration LIMIT = Duration.ofMillis(250);

  private final ManualMonitor monitor = new ManualMonitor();
  private final CleanupRegistry registry = new CleanupRegistry(monitor);
  private final List<Object> seen = new ArrayList<>();

  @AfterEach
  void noInterruptStaysBehind() {
    monitor.scheduler.shutdownNow();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void limitPasses_whileTheCleanupBlocks_itIsInterruptedAndReportedAsTimedOut() {
    CleanupRegistry real = new CleanupRegistry(); // with a scheduler and a clock that run
    CountDownLatch never = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    real.register("next", outcome -> seen.add(Thread.currentThread().isInterrupted()));
    real.register(
            "stuck",
            outcome -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                thrown.set(e);
                throw e;
              }
            })
        .timeout(Duration.ofMillis(20));

    CleanupReport report = real.unwind(OK);

    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).failure())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("cleanup 'stuck' ran longer than PT0.02S")
        .hasCause(thrown.get());
    assertThat(seen).containsExactly(false);
  }

  @Test
  void limitPasses_whileTheCleanupIsBusy_itMayStillFinishAndIsReportedAsTimedOut() {
    registry
        .register(
            "busy",
            outcome -> {
              monitor.scheduler.pass();
              seen.add(Thread.currentThread().isInterrupted());
            })
        .timeout(LIMIT);

    CleanupReport report = registry.unwind(OK);

    assertThat(seen).containsExactly(true);
    assertThat(report.failures().get(0).failure())
        .isInstanceOf(TimeoutException.class)
        .hasNoCause();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void limitPasses_afterTheReturn_nobodyIsInterrupted() {
    registry.register("next", outcome -> monitor.scheduler.pass());
    registry.register("quick", outcome -> {}).timeout(LIMIT);

    CleanupReport report = registry.unwind(OK);
    monitor.scheduler.pass();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(report.failedCount()).isZero();
  }

  @Test
  void returnsInTime_theLimitIsCancelled() {
    registry.register("quick", outcome -> {}).timeout(LIMIT);

    registry.unwind(OK);

    assertThat(monitor.scheduler.nanos).isEqualTo(LIMIT.toNanos());
    assertThat(monitor.scheduler.future.isCancelled()).isTrue();
  }

  @Test
  void returnsInTimeAndThrows_itsOwnFailureIsReported() {
    IllegalStateException failure = new IllegalStateException("broken");
    registry
        .register(
            "quick",
            outcome -> {
              throw failure;
            })
        .timeout(LIMIT);

    assertThat(registry.unwind(OK).failures().get(0).failure()).isSameAs(failure);
  }

  @Test
  void limitPasses_ofARelease_itIsInterruptedToo() {
    Held<String> held =
        registry
            .hold(
                "r",
                "resource",
                resource -> {
                  monitor.scheduler.pass();
                  seen.add(resource);
                })
            .timeout(LIMIT);

    assertThat(held.runNow()).isTrue();

    assertThat(seen).containsExactly("resource");
    assertThat(registry.unwind(OK).failures().get(0).failure())
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void limitPasses_inRunNowOnAnInterruptedThread_theThreadKeepsItsOwnInterrupt() {
    Registration registration =
        registry.register("busy", outcome -> monitor.scheduler.pass()).timeout(LIMIT);
    Thread.currentThread().interrupt();

    registration.runNow();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void limitPasses_unwoundOnAnInterruptedThread_theThreadKeepsItsOwnInterrupt() {
    registry.register("busy", outcome -> monitor.scheduler.pass()).timeout(LIMIT);
    Thread.currentThread().interrupt();

    registry.unwind(OK);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void limitPasses_ofOneOfMany_theOthersRun() {
    registry.register("below", outcome -> seen.add("below"));
    registry.register("busy", outcome -> monitor.scheduler.pass()).timeout(LIMIT);
    registry.register("above", outcome -> seen.add("above"));

    CleanupReport report = registry.unwind(OK);

    assertThat(seen).containsExactly("above", "below");
    assertThat(report.failures()).extracting(CleanupReport.Ran::name).containsExactly("busy");
  }

  @Test
  void timeout_returnsTheSameRegistration() {
    Registration registration = registry.register("a", outcome -> {});
    Held<String> held = registry.hold("b", "b", released -> {});

    assertThat(registration.timeout(LIMIT)).isSameAs(registration);
    assertThat(held.timeout(LIMIT)).isSameAs(held);
  }

  @Test
  void timeout_twice_theLastOneCounts() {
    registry.register("a", outcome -> {}).timeout(LIMIT).timeout(Duration.ofSeconds(2));

    registry.unwind(OK);

    assertThat(monitor.scheduler.nanos).isEqualTo(2_000_000_000L);
  }

  @Test
  void timeout_longerThanNanosecondsCanSay_isTheLongest() {
    registry.register("a", outcome -> seen.add("a")).timeout(Duration.ofSeconds(Long.MAX_VALUE));

    registry.unwind(OK);

    assertThat(monitor.scheduler.nanos).isEqualTo(Long.MAX_VALUE);
    assertThat(seen).containsExactly("a");
  }

  @Test
  void timeout_ofWhatHasBegun_hasNoEffect() {
    AtomicReference<Registration> self = new AtomicReference<>();
    self.set(
        registry.register(
            "self", outcome -> seen.add(self.get().timeout(Duration.ofNanos(1)) == self.get())));

    CleanupReport report = registry.unwind(OK);

    assertThat(seen).containsExactly(true);
    assertThat(report.failedCount()).isZero();
    assertThat(monitor.scheduler.scheduled).isNull();
  }

  @Test
  void timeout_ofWhatHasRunOrWasDismissed_hasNoEffect() {
    Registration ran = registry.register("ran", outcome -> {});
    Registration dismissed = registry.register("dismissed", outcome -> {});
    ran.runNow();
    dismissed.dismiss();

    ran.timeout(LIMIT);
    dismissed.timeout(LIMIT);

    assertThat(registry.unwind(OK).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
  void timeout_notPositive_saysWhatToGive(Duration limit) {
    Registration registration = registry.register("audit", outcome -> seen.add("audit"));

    assertThatThrownBy(() -> registration.timeout(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time limit of cleanup 'audit' is " + limit + "; give a positive duration");

    registry.unwind(OK);
    assertThat(seen).containsExactly("audit");
  }

  @Test
  void timeout_farBelowZero_isNotTakenForALongOne() {
    Registration registration = registry.register("audit", outcome -> {});

    assertThatThrownBy(() -> registration.timeout(Duration.ofSeconds(Long.MIN_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timeout_null_namesTheCleanup() {
    Registration registration = registry.register("audit", outcome -> {});

    assertThatThrownBy(() -> registration.timeout(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContainingAll("time limit", "cleanup 'audit'", "is null");
  }

  @Test
  void unwind_schedulerHasStopped_theCleanupRunsWithoutALimit() {
    monitor.scheduler.shutdownNow();
    registry.register("audit", outcome -> seen.add("audit")).timeout(LIMIT);

    CleanupReport report = registry.unwind(OK);

    assertThat(seen).containsExactly("audit");
    assertThat(report.failedCount()).isZero();
  }

  @Test
  void register_lateWithALimitAlreadyTooLate_returnsWhatItReturns() {
    registry.unwind(OK);

    Registration late = registry.register("late", outcome -> seen.add("late")).timeout(LIMIT);

    assertThat(late.runNow()).isFalse();
    assertThat(seen).containsExactly("late");
  }

  /** Not a proof, which jcstress gives, but the same with real time. */
  @Test
  void limitAboutAsLongAsTheCleanup_noInterruptOutsideOfIt() throws Exception {
    CleanupRegistry real = new CleanupRegistry();
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 300; i++) {
      Registration racing =
          real.register("races", outcome -> never.await(200, TimeUnit.MICROSECONDS))
              .timeout(Duration.ofNanos(200_000));
      racing.runNow();

      assertThat(Thread.currentThread().isInterrupted()).as("round %d", i).isFalse();
    }
  }
}
