package dev.backstop.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Outcomes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cleanups that move from one registry to another. */
class HandOverTest {
  private static final Outcome OK = Outcomes.completed(200);

  private final ManualMonitor monitor = new ManualMonitor();
  private final CleanupRegistry from = new CleanupRegistry(monitor);
  private final CleanupRegistry to = new CleanupRegistry(monitor);
  private final List<String> ran = new ArrayList<>();

  @AfterEach
  void stop() {
    monitor.scheduler.shutdownNow();
  }

  private Registration note(String name) {
    return from.register(name, outcome -> ran.add(name));
  }

  @Test
  void handOver_some_eachRunsOnceWhereItIs() {
    note("a");
    Registration b = note("b");
    note("c");
    Registration d = note("d");

    from.handOver(to, d, b); // in any order
    from.unwind(OK);
    assertThat(ran).containsExactly("c", "a");
    to.unwind(OK);

    assertThat(ran).containsExactly("c", "a", "d", "b");
    assertThat(b.runNow()).isFalse();
    assertThat(b.dismiss()).isFalse();
  }

  @Test
  void handOver_held_keepsItsResourceAndItsLimit() {
    Held<String> held = from.hold("db", "connection", resource -> ran.add("closed " + resource));
    held.timeout(Duration.ofSeconds(7));

    from.handOver(to, held);
    from.unwind(OK);
    assertThat(held.get()).isEqualTo("connection");
    to.unwind(OK);

    assertThat(ran).containsExactly("closed connection");
    assertThat(monitor.scheduler.nanos).isEqualTo(7_000_000_000L);
  }

  @Test
  void handOver_async_isWaitedForThere() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    Registration lower = note("lower");
    Registration flush = from.registerAsync("flush", Duration.ofSeconds(1), outcome -> stage);

    from.handOver(to, lower, flush);
    from.unwind(OK);
    to.unwind(OK);
    assertThat(ran).isEmpty();
    stage.complete("");

    assertThat(ran).containsExactly("lower");
  }

  @Test
  void handOver_oneHasRun_noneMoves() {
    Registration a = note("a");
    Registration b = note("b");
    b.runNow();

    assertThatThrownBy(() -> from.handOver(to, a, b))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'b' cannot be handed over");
    assertThat(to.isEmpty()).isTrue();
    from.unwind(OK);
    assertThat(ran).containsExactly("b", "a");
  }

  @Test
  void handOver_afterTheEnd_isRefused() {
    Registration a = note("a");
    from.unwind(OK);

    assertThatThrownBy(() -> from.handOver(to, a)).isInstanceOf(IllegalStateException.class);
    to.unwind(OK);
    assertThat(ran).containsExactly("a");
  }

  @Test
  void handOver_whileItUnwinds_isRefusedAndEachRunsOnce() {
    Registration a = note("a");
    List<Throwable> refused = new ArrayList<>();
    from.register(
        "too late",
        outcome -> {
          try {
            from.handOver(to, a);
          } catch (IllegalStateException e) {
            refused.add(e);
          }
        });

    from.unwind(OK);
    to.unwind(OK);

    assertThat(refused).hasSize(1);
    assertThat(ran).containsExactly("a");
  }

  @Test
  void handOver_ofAnotherRegistry_isRefused() {
    Registration foreign = to.register("foreign", outcome -> ran.add("foreign"));

    assertThatThrownBy(() -> from.handOver(to, foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'foreign' is of another exchange");
  }

  @Test
  void giveAllTo_open_runsThereFirst() {
    note("a");
    Registration b = note("b");
    from.handOver(to, b);
    note("c");

    assertThat(to.giveAllTo(from)).isTrue();
    from.unwind(OK);
    to.unwind(OK);

    assertThat(ran).containsExactly("b", "c", "a");
  }

  @Test
  void giveAllTo_closed_movesNothing() {
    Registration a = note("a");
    from.handOver(to, a);
    from.unwind(OK);

    assertThat(to.giveAllTo(from)).isFalse();
    assertThat(ran).isEmpty();
    to.unwind(OK);
    assertThat(ran).containsExactly("a");
  }

  /**
   * The other one ends while all is about to be put on top of it: what stood there is not taken
   * along. A long way over what is spent gives the time for that.
   */
  @Test
  void giveAllTo_closesMeanwhile_leavesTheOthersAlone() throws Exception {
    boolean met = false;
    for (int i = 0; i < 300 && !met; i++) {
      CleanupRegistry ending = new CleanupRegistry(monitor);
      CleanupRegistry work = new CleanupRegistry(monitor);
      Registration own = ending.register("own", outcome -> {});
      Entry bottom = ending.top();
      List<Entry> spent = new ArrayList<>();
      for (int n = 0; n < 400_000; n++) {
        ending.register("spent", outcome -> {});
        spent.add(ending.top());
      }
      spent.forEach(Entry::takeOver);
      work.register("handed", outcome -> {});
      CompletableFuture<Boolean> given = new CompletableFuture<>();
      CountDownLatch begun = new CountDownLatch(1);
      Thread finishing =
          new Thread(
              () -> {
                begun.countDown();
                given.complete(work.giveAllTo(ending));
              });
      finishing.start();
      begun.await();
      for (long until = System.nanoTime() + 50_000L * (i % 20); System.nanoTime() < until; ) {
        Thread.onSpinWait();
      }
      ending.top().next = bottom; // a sweep
      ending.unwind(OK);
      if (!given.get()) {
        met = true;
        work.unwind(OK);
        assertThat(work.report().cleanups())
            .extracting(CleanupReport.Ran::name)
            .containsExactly("handed");
        assertThat(ending.report().cleanups())
            .extracting(CleanupReport.Ran::name)
            .containsExactly("own");
      }
      assertThat(own.runNow()).isFalse();
    }
    assertThat(met).isTrue();
  }
}
