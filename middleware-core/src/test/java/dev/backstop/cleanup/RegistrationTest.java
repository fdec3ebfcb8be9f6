package dev.backstop.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Outcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs of {@link Registration} and {@link Held} but for the time limit. */
class RegistrationTest {
  private static final Outcome OK = Outcomes.completed(200);

  private final ManualMonitor monitor = new ManualMonitor();
  private final CleanupRegistry registry = new CleanupRegistry(monitor);
  private final List<Object> ran = new ArrayList<>();

  @AfterEach
  void noInterruptStaysBehind() {
    assertThat(Thread.interrupted()).isFalse();
  }

  // runNow -------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void runNow_beforeTheEnd_runsOnThisThreadWithWhatIsKnownAndTheUnwindingSkipsIt(boolean timing) {
    monitor.timing = timing;
    Registration registration =
        registry.register(
            "audit",
            outcome -> {
              ran.add(outcome);
              ran.add(Thread.currentThread());
            });

    assertThat(registration.runNow()).isTrue();

    assertThat(ran).containsExactly(monitor.soFar, Thread.currentThread());
    CleanupReport report = registry.unwind(OK);
    assertThat(ran).hasSize(2);
    assertThat(report.count()).isZero();
    assertThat(monitor.late).isEmpty();
  }

  @Test
  void runNow_again_returnsFalseAndRunsNothing() {
    Registration registration = registry.register("once", outcome -> ran.add("once"));
    registration.runNow();

    assertThat(registration.runNow()).isFalse();

    assertThat(ran).containsExactly("once");
  }

  @Test
  void runNow_insideItself_returnsFalse() {
    AtomicReference<Registration> self = new AtomicReference<>();
    self.set(registry.register("self", outcome -> ran.add(self.get().runNow())));

    assertThat(self.get().runNow()).isTrue();

    assertThat(ran).containsExactly(false);
  }

  @Test
  void runNow_afterTheEnd_returnsFalse() {
    Registration registration = registry.register("once", outcome -> ran.add("once"));
    registry.unwind(OK);

    assertThat(registration.runNow()).isFalse();

    assertThat(ran).containsExactly("once");
  }

  @Test
  void runNow_afterDismiss_returnsFalse() {
    Registration registration = registry.register("never", outcome -> ran.add("never"));
    registration.dismiss();

    assertThat(registration.runNow()).isFalse();

    assertThat(ran).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void runNow_insideAnotherCleanup_getsTheRealOutcomeAndIsNotLate(boolean timing) {
    monitor.timing = timing;
    Registration below = registry.register("below", ran::add);
    registry.register("above", outcome -> below.runNow());

    CleanupReport report = registry.unwind(OK);

    assertThat(ran).containsExactly(OK);
    assertThat(report.cleanups()).extracting(CleanupReport.Ran::name).containsExactly("above");
    assertThat(monitor.late).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void runNow_thatFails_throwsNothingAndTheReportKeepsIt(boolean timing) {
    monitor.timing = timing;
    IOException failure = new IOException("cannot close");
    registry.register("below", outcome -> ran.add("below"));
    Registration registration =
        registry.register(
            "broken",
            outcome -> {
              throw failure;
            });

    assertThat(registration.runNow()).isTrue();

    CleanupReport report = registry.unwind(OK);
    assertThat(ran).containsExactly("below");
    assertThat(report.failedCount()).isEqualTo(1);
    assertThat(report.failures().get(0).name()).isEqualTo("broken");
    assertThat(report.failures().get(0).failure()).isSameAs(failure);
  }

  @Test
  void runNow_thatFailsInsideAnotherCleanup_isTold() {
    Error failure = new AssertionError("cannot close");
    Registration below =
        registry.register(
            "below",
            outcome -> {
              throw failure;
            });
    registry.register("above", outcome -> below.runNow());

    CleanupReport report = registry.unwind(OK);

    assertThat(report.failures()).extracting(CleanupReport.Ran::failure).containsExactly(failure);
  }

  @Test
  void runNow_onInterruptedThread_theThreadKeepsItsInterrupt() {
    Registration registration = registry.register("close", outcome -> ran.add("closed"));
    Thread.currentThread().interrupt();

    registration.runNow();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ran).containsExactly("closed");
  }

  @Test
  void unwind_whileRunNowRunsElsewhere_skipsItAndItsFailureIsToldAsLate() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch unwound = new CountDownLatch(1);
    IOException failure = new IOException("cannot close");
    Registration slow =
        registry.register(
            "slow",
            outcome -> {
              running.countDown();
              unwound.await();
              throw failure;
            });
    registry.register("quick", outcome -> ran.add("quick"));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> early = other.submit(slow::runNow);
      running.await();

      CleanupReport report = registry.unwind(OK);
      unwound.countDown();

      assertThat(early.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ran).containsExactly("quick");
      assertThat(report.count()).isEqualTo(1);
      assertThat(monitor.late).containsExactly(new ManualMonitor.Late("slow", failure));
    } finally {
      other.shutdownNow();
    }
  }

  // dismiss ------------------------------------------------------------------------------------

  @Test
  void dismiss_beforeTheEnd_itDoesNotRunAndIsNotReported() {
    Registration registration = registry.register("never", outcome -> ran.add("never"));

    assertThat(registration.dismiss()).isTrue();
    assertThat(registration.dismiss()).isFalse();

    assertThat(registry.unwind(OK).count()).isZero();
    assertThat(ran).isEmpty();
  }

  @Test
  void dismiss_afterItRan_returnsFalse() {
    Registration early = registry.register("early", outcome -> {});
    Registration atTheEnd = registry.register("at the end", outcome -> {});
    early.runNow();
    registry.unwind(OK);

    assertThat(early.dismiss()).isFalse();
    assertThat(atTheEnd.dismiss()).isFalse();
  }

  @Test
  void dismiss_insideItself_returnsFalse() {
    AtomicReference<Registration> self = new AtomicReference<>();
    self.set(registry.register("self", outcome -> ran.add(self.get().dismiss())));

    registry.unwind(OK);

    assertThat(ran).containsExactly(false);
  }

  @Test
  void dismiss_byACleanupAboveIt_itDoesNotRun() {
    Registration rollback = registry.register("rollback", outcome -> ran.add("rollback"));
    registry.register("commit", outcome -> ran.add(rollback.dismiss()));

    registry.unwind(OK);

    assertThat(ran).containsExactly(true);
  }

  // Held ---------------------------------------------------------------------------------------

  @Test
  void get_whileHeld_isTheResource() {
    Object resource = new Object();

    assertThat(registry.hold("r", resource, ran::add).get()).isSameAs(resource);
  }

  @Test
  void get_afterRunNow_saysThatItHasBeenReleased() {
    Held<String> held = registry.hold("db.connection", "c1", ran::add);

    assertThat(held.runNow()).isTrue();

    assertThat(ran).containsExactly("c1");
    assertThatThrownBy(held::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("'db.connection'", "has been released", "runNow()");
  }

  @Test
  void get_afterTheEnd_saysThatItHasBeenReleased() {
    Held<String> held = registry.hold("db.connection", "c1", ran::add);
    registry.unwind(OK);

    assertThatThrownBy(held::get).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void get_afterAReleaseThatFailed_saysThatItHasBeenReleased() {
    Held<String> held =
        registry.hold(
            "db.connection",
            "c1",
            resource -> {
              throw new IOException("broken");
            });
    held.runNow();

    assertThatThrownBy(held::get).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void get_insideItsOwnRelease_isTheResource() {
    AtomicReference<Held<String>> self = new AtomicReference<>();
    self.set(registry.hold("r", "c1", resource -> ran.add(self.get().get())));

    self.get().runNow();

    assertThat(ran).containsExactly("c1");
  }

  @Test
  void dismiss_held_handsTheResourceToTheCaller() {
    Held<String> held = registry.hold("r", "c1", ran::add);

    assertThat(held.dismiss()).isTrue();

    assertThat(held.get()).isEqualTo("c1");
    registry.unwind(OK);
    assertThat(held.get()).isEqualTo("c1");
    assertThat(ran).isEmpty();
  }

  @Test
  void unwind_held_releasesItOnce() {
    Held<String> held = registry.hold("r", "c1", ran::add);

    registry.unwind(OK);

    assertThat(ran).containsExactly("c1");
    assertThat(held.runNow()).isFalse();
    assertThat(held.dismiss()).isFalse();
    assertThat(ran).containsExactly("c1");
  }
}
