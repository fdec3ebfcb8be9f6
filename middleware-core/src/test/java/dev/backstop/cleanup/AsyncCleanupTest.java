package dev.backstop.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Outcomes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cleanups that end later than their call returns; the clock and the threads are the test's. */
class AsyncCleanupTest {
  private static final Outcome OK = Outcomes.completed(200);
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final ManualMonitor monitor = new ManualMonitor();
  private final CleanupRegistry registry = new CleanupRegistry(monitor);
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final List<CleanupReport> over = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> stage = new CompletableFuture<>();

  @AfterEach
  void stop() {
    monitor.scheduler.shutdownNow();
  }

  private void note(String name) {
    registry.register(name, outcome -> ran.add(name));
  }

  private Registration noteAsync(String name, CompletionStage<?> ends) {
    return registry.registerAsync(
        name,
        DEADLINE,
        outcome -> {
          ran.add(name + " begins");
          return ends;
        });
  }

  private List<String> reported() {
    return registry.report().cleanups().stream().map(CleanupReport.Ran::name).toList();
  }

  // The order ----------------------------------------------------------------------------------

  @Test
  void unwind_stageIsNotComplete_whatIsBelowWaitsForIt() {
    note("first");
    noteAsync("flush", stage);
    note("last");

    registry.unwind(OK, over::add);
    assertThat(ran).containsExactly("last", "flush begins");
    assertThat(reported()).containsExactly("last");
    assertThat(over).isEmpty();
    stage.complete("dropped");

    assertThat(ran).containsExactly("last", "flush begins", "first");
    assertThat(reported()).containsExactly("last", "flush", "first");
    assertThat(over).hasSize(1);
    assertThat(over.get(0).failedCount()).isZero();
    assertThat(monitor.scheduler.future.isCancelled()).isTrue();
  }

  @Test
  void unwind_stageIsComplete_doesNotStop() {
    note("first");
    noteAsync("flush", CompletableFuture.completedFuture(null));

    CleanupReport report = registry.unwind(OK);

    assertThat(ran).containsExactly("flush begins", "first");
    assertThat(report.count()).isEqualTo(2);
    assertThat(report.failedCount()).isZero();
  }

  @Test
  void unwind_twoStages_oneAfterTheOther() {
    CompletableFuture<String> other = new CompletableFuture<>();
    noteAsync("lower", stage);
    noteAsync("upper", other);

    registry.unwind(OK, over::add);
    stage.complete("early, and waited for by nobody yet");
    assertThat(ran).containsExactly("upper begins");
    other.complete("");

    assertThat(ran).containsExactly("upper begins", "lower begins");
    assertThat(over).hasSize(1);
  }

  @Test
  void register_whileAStageIsPending_runsNextAfterIt() {
    note("first");
    noteAsync("flush", stage);
    registry.unwind(OK, over::add);

    note("added");
    assertThat(ran).containsExactly("flush begins");
    stage.complete("");

    assertThat(ran).containsExactly("flush begins", "added", "first");
    assertThat(reported()).containsExactly("flush", "added", "first");
    assertThat(monitor.late).isEmpty();
  }

  @Test
  void unwind_aSecondTimeWhileAStageIsPending_runsNothingAndTellsAtOnce() {
    note("first");
    noteAsync("flush", stage);
    registry.unwind(OK);

    registry.unwind(OK, over::add);

    assertThat(over).hasSize(1);
    assertThat(over.get(0).count()).isZero();
    stage.complete("");
    assertThat(ran).containsExactly("flush begins", "first");
    assertThat(over).hasSize(1);
  }

  @Test
  void unwind_interruptedThread_keepsItsFlagWhereAStageIsPending() {
    noteAsync("flush", stage);
    Thread.currentThread().interrupt();

    registry.unwind(OK);

    assertThat(Thread.interrupted()).isTrue();
  }

  // Failures -----------------------------------------------------------------------------------

  @Test
  void stage_fails_isRecordedBareAndTheNextRuns() {
    IOException failure = new IOException("connection reset");
    note("first");
    noteAsync("flush", stage);
    registry.unwind(OK);

    stage.completeExceptionally(new CompletionException(failure));

    assertThat(registry.report().failures())
        .singleElement()
        .satisfies(failed -> assertThat(failed.failure()).isSameAs(failure));
    assertThat(monitor.failed).containsExactly(new ManualMonitor.Late("flush", failure));
    assertThat(ran).containsExactly("flush begins", "first");
  }

  @Test
  void call_throws_isRecordedAndTheNextRuns() {
    IOException failure = new IOException("refused");
    note("first");
    registry.registerAsync(
        "flush",
        DEADLINE,
        outcome -> {
          throw failure;
        });

    CleanupReport report = registry.unwind(OK);

    assertThat(report.failures().get(0).failure()).isSameAs(failure);
    assertThat(ran).containsExactly("first");
  }

  @Test
  @SuppressWarnings("NullAway") // what an application may return all the same
  void call_returnsNull_isAFailureThatSaysWhatToReturn() {
    registry.registerAsync("flush", DEADLINE, outcome -> null);

    CleanupReport report = registry.unwind(OK);

    assertThat(report.failures().get(0).failure())
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("'flush' returned null")
        .hasMessageContaining("completedFuture(null)");
  }

  // The deadline -------------------------------------------------------------------------------

  @Test
  void deadline_passes_cancelsReportsAndRunsTheNext() {
    note("first");
    noteAsync("flush", stage);
    registry.unwind(OK, over::add);
    assertThat(monitor.scheduler.nanos).isEqualTo(DEADLINE.toNanos());

    monitor.scheduler.pass();

    assertThat(stage).isCancelled();
    assertThat(ran).containsExactly("flush begins", "first");
    assertThat(monitor.overdue).extracting(ManualMonitor.Late::name).containsExactly("flush");
    assertThat(over.get(0).failures().get(0).failure())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("asynchronous cleanup 'flush' had not ended after PT2S");
    assertThat(monitor.failed).as("told as overdue, and not twice").isEmpty();
    assertThat(monitor.endedOverdue).as("the cancelling is ours").isEmpty();
  }

  @Test
  void deadline_passedAndTheStageIsNoFuture_itsEndIsToldOnce() {
    IOException failure = new IOException("too late");
    noteAsync("flush", stage.minimalCompletionStage()); // which nobody can cancel
    registry.unwind(OK, over::add);

    monitor.scheduler.pass();
    assertThat(stage).isNotDone();
    stage.completeExceptionally(failure);

    assertThat(monitor.endedOverdue).containsExactly(new ManualMonitor.Late("flush", failure));
    assertThat(over).hasSize(1);
    assertThat(over.get(0).failures().get(0).failure()).isInstanceOf(TimeoutException.class);
  }

  @Test
  void deadline_afterTheEnd_changesNothing() {
    noteAsync("flush", stage);
    registry.unwind(OK, over::add);
    stage.complete("");

    monitor.scheduler.pass();

    assertThat(monitor.overdue).isEmpty();
    assertThat(over.get(0).failedCount()).isZero();
  }

  @Test
  void deadline_passesWhileTheCallBlocks_theNextRunElsewhere() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    note("first");
    registry.registerAsync(
        "stuck",
        DEADLINE,
        outcome -> {
          begun.countDown();
          assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
          return stage;
        });
    Thread unwinding = new Thread(() -> registry.unwind(OK, over::add));
    unwinding.start();
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    monitor.scheduler.pass(); // while the unwinding has not come to wait: it goes on itself
    release.countDown();
    unwinding.join(10_000);

    assertThat(stage).as("begun too late").isCancelled();
    assertThat(ran).containsExactly("first");
    assertThat(over).hasSize(1);
    assertThat(monitor.overdue).hasSize(1);
  }

  @Test
  void timeout_setsAnotherDeadline() {
    noteAsync("flush", stage).timeout(Duration.ofMillis(5));

    registry.unwind(OK);

    assertThat(monitor.scheduler.nanos).isEqualTo(5_000_000);
  }

  // The registration ---------------------------------------------------------------------------

  @Test
  void dismiss_itNeverBegins() {
    Registration registration = noteAsync("flush", stage);

    assertThat(registration.dismiss()).isTrue();
    registry.unwind(OK, over::add);

    assertThat(ran).isEmpty();
    assertThat(over).hasSize(1);
    assertThat(registration.runNow()).isFalse();
  }

  @Test
  void runNow_stageIsPending_theUnwindingWaitsForIt() {
    note("first");
    Registration registration = noteAsync("flush", stage);

    assertThat(registration.runNow()).isTrue();
    assertThat(registration.dismiss()).as("it runs").isFalse();
    registry.unwind(OK, over::add);
    assertThat(ran).containsExactly("flush begins");
    stage.complete("");

    assertThat(ran).containsExactly("flush begins", "first");
    assertThat(reported()).as("as any that ran early without failure").containsExactly("first");
    assertThat(over).hasSize(1);
  }

  @Test
  void runNow_stageFails_isToldWhenTheStackUnwinds() {
    IOException failure = new IOException("connection reset");
    noteAsync("flush", stage).runNow();
    stage.completeExceptionally(failure);

    CleanupReport report = registry.unwind(OK);

    assertThat(report.failures().get(0).failure()).isSameAs(failure);
    assertThat(monitor.failed).hasSize(1);
  }

  @Test
  void registerAsync_afterTheEnd_beginsAtOnceAndItsFailureIsTold() {
    registry.unwind(OK);

    noteAsync("flush", stage);
    assertThat(ran).containsExactly("flush begins");
    assertThat(monitor.late).containsExactly(new ManualMonitor.Late("flush", null));
    IOException failure = new IOException("connection reset");
    stage.completeExceptionally(failure);

    assertThat(monitor.failed).containsExactly(new ManualMonitor.Late("flush", failure));
  }

  @Test
  void registerAsync_deadlineIsNotPositive_isRefused() {
    assertThatThrownBy(() -> registry.registerAsync("flush", Duration.ZERO, outcome -> stage))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deadline of cleanup 'flush' is PT0S; give a positive duration");
    assertThat(registry.isEmpty()).isTrue();
  }

  // The executor -------------------------------------------------------------------------------

  @Test
  void executor_isGiven_theCallIsMadeThere() throws Exception {
    ExecutorService pool =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "of-the-application"));
    CompletableFuture<String> thread = new CompletableFuture<>();
    CountDownLatch done = new CountDownLatch(1);
    try {
      registry.registerAsync(
          "flush",
          DEADLINE,
          pool,
          outcome -> {
            thread.complete(Thread.currentThread().getName());
            return stage;
          });
      registry.unwind(OK, report -> done.countDown());
      assertThat(thread.get(10, TimeUnit.SECONDS)).isEqualTo("of-the-application");
      assertThat(done.getCount()).isEqualTo(1);
      stage.complete("");
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void executor_refuses_isTheFailureAndTheNextRuns() {
    RejectedExecutionException refused = new RejectedExecutionException("full");
    note("first");
    registry.registerAsync(
        "flush",
        DEADLINE,
        task -> {
          throw refused;
        },
        outcome -> stage);

    CleanupReport report = registry.unwind(OK);

    assertThat(report.failures().get(0).failure()).isSameAs(refused);
    assertThat(ran).containsExactly("first");
  }

  @Test
  void standaloneRegistry_stageEndsOnAThreadOfOthers_goesOnElsewhere() throws Exception {
    CleanupRegistry real = new CleanupRegistry();
    CompletableFuture<Thread> next = new CompletableFuture<>();
    real.register("next", outcome -> next.complete(Thread.currentThread()));
    real.registerAsync("flush", DEADLINE, outcome -> stage);
    real.unwind(OK);

    stage.complete("on this thread, which may be a selector");

    assertThat(next.get(10, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
  }
}
