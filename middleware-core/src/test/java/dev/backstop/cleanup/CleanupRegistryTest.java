package dev.backstop.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Outcomes;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Order, exactly-once, isolation and late registration; handles and limits have tests of theirs.
 */
class CleanupRegistryTest {
  private static final Outcome OK = Outcomes.completed(200);

  private final ManualMonitor monitor = new ManualMonitor();
  private final CleanupRegistry registry = new CleanupRegistry(monitor);
  private final List<String> ran = new ArrayList<>();

  @AfterEach
  void noInterruptStaysBehind() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private Cleanup note(String name) {
    return outcome -> ran.add(name);
  }

  // Order --------------------------------------------------------------------------------------

  @Test
  void unwind_cleanupsOfEveryForm_lastRegisteredRunsFirst() {
    registry.register("first", note("first"));
    registry.register("second", "resource", resource -> ran.add("second"));
    var unused = registry.hold("third", "resource", resource -> ran.add("third"));
    registry.register("fourth", note("fourth"));

    registry.unwind(OK);

    assertThat(ran).containsExactly("fourth", "third", "second", "first");
  }

  @Test
  void register_variableChangesLater_releasesWhatItHeldThen() {
    String[] current = {"old"};
    registry.register("pooled", current[0], ran::add);
    var unused = registry.hold("held", current[0], ran::add);
    current[0] = "new";

    registry.unwind(OK);

    assertThat(ran).containsExactly("old", "old");
  }

  @Test
  void register_resource_returnsIt() {
    Object resource = new Object();

    assertThat(registry.register("r", resource, released -> {})).isSameAs(resource);
  }

  @Test
  void register_insideCleanup_runsNext() {
    registry.register("log", note("log"));
    registry.register(
        "outer",
        outcome -> {
          ran.add("outer");
          registry.register("inner", note("inner"));
        });

    registry.unwind(OK);

    assertThat(ran).containsExactly("outer", "inner", "log");
    assertThat(monitor.late).isEmpty();
  }

  @Test
  void register_severalInsideCleanups_eachLevelLastFirst() {
    registry.register("bottom", note("bottom"));
    registry.register(
        "a",
        outcome -> {
          ran.add("a");
          registry.register("a1", note("a1"));
          registry.register(
              "a2",
              ignored -> {
                ran.add("a2");
                registry.register("a2x", note("a2x"));
              });
        });

    registry.unwind(OK);

    assertThat(ran).containsExactly("a", "a2", "a2x", "a1", "bottom");
  }

  @Test
  void register_insideTheLastCleanup_stillRuns() {
    registry.register("only", outcome -> registry.register("inner", note("inner")));

    CleanupReport report = registry.unwind(OK);

    assertThat(ran).containsExactly("inner");
    assertThat(report.cleanups())
        .extracting(CleanupReport.Ran::name)
        .containsExactly("only", "inner");
  }

  // Exactly once -------------------------------------------------------------------------------

  @Test
  void unwind_everyCleanup_getsTheSameOutcomeOnTheCallingThread() {
    List<Outcome> seen = new ArrayList<>();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 3; i++) {
      registry.register(
          "see",
          outcome -> {
            seen.add(outcome);
            threads.add(Thread.currentThread());
          });
    }

    registry.unwind(OK);

    assertThat(seen).hasSize(3).allSatisfy(outcome -> assertThat(outcome).isSameAs(OK));
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void unwind_again_runsNothingAndTellsTheSame() {
    registry.register("once", note("once"));
    CleanupReport first = registry.unwind(OK);

    CleanupReport second = registry.unwind(Outcomes.completed(500));

    assertThat(ran).containsExactly("once");
    assertThat(second.cleanups()).isEqualTo(first.cleanups());
    assertThat(second.duration()).isEqualTo(first.duration());
  }

  @Test
  void unwind_insideCleanup_runsNothingAndTellsWhatRanSoFar() {
    AtomicReference<CleanupReport> inner = new AtomicReference<>();
    registry.register("below", note("below"));
    registry.register("middle", outcome -> inner.set(registry.unwind(outcome)));
    registry.register("top", note("top"));

    registry.unwind(OK);

    assertThat(ran).containsExactly("top", "below");
    assertThat(inner.get().cleanups()).extracting(CleanupReport.Ran::name).containsExactly("top");
  }

  @Test
  void unwind_withoutOutcome_throwsAndNothingHasBegun() {
    registry.register("kept", note("kept"));

    assertThatThrownBy(() -> registry.unwind(null)).isInstanceOf(NullPointerException.class);

    registry.unwind(OK);
    assertThat(ran).containsExactly("kept");
  }

  @Test
  void unwind_twoThreadsAtOnce_eachCleanupOnce() throws Exception {
    for (int round = 0; round < 200; round++) {
      CleanupRegistry shared = new CleanupRegistry(monitor);
      AtomicInteger[] runs = new AtomicInteger[20];
      for (int i = 0; i < runs.length; i++) {
        AtomicInteger mine = new AtomicInteger();
        runs[i] = mine;
        shared.register("count", outcome -> mine.incrementAndGet());
      }

      inParallel(2, index -> shared.unwind(OK));

      assertThat(runs).allMatch(count -> count.get() == 1);
    }
  }

  @Test
  void register_fromManyThreadsWhileOneUnwinds_nothingIsLostNorRunTwice() throws Exception {
    int threads = 8;
    int each = 5_000;
    AtomicInteger[] runs = new AtomicInteger[threads * each];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = new AtomicInteger();
    }
    AtomicReference<CleanupReport> report = new AtomicReference<>();

    inParallel(
        threads + 1,
        index -> {
          if (index == threads) {
            report.set(registry.unwind(OK));
            return;
          }
          for (int i = 0; i < each; i++) {
            AtomicInteger mine = runs[index * each + i];
            registry.register("count", outcome -> mine.incrementAndGet());
          }
        });

    assertThat(runs).allMatch(count -> count.get() == 1);
    assertThat(report.get().count() + monitor.late.size()).isEqualTo(runs.length);
  }

  private static void inParallel(int threads, Consumer<Integer> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier together = new CyclicBarrier(threads);
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int index = i;
        results.add(
            pool.submit(
                () -> {
                  together.await();
                  work.accept(index);
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get(30, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  // After the end ------------------------------------------------------------------------------

  @Test
  void register_afterTheEnd_runsAtOnceOnThisThreadWithTheSameOutcomeAndIsToldAsLate() {
    registry.register("in time", note("in time"));
    registry.unwind(OK);
    List<Object> seen = new ArrayList<>();

    registry.register(
        "late",
        outcome -> {
          seen.add(outcome);
          seen.add(Thread.currentThread());
        });

    assertThat(seen).containsExactly(OK, Thread.currentThread());
    assertThat(monitor.late).containsExactly(new ManualMonitor.Late("late", null));
    assertThat(registry.report().count()).isEqualTo(1);
  }

  @Test
  void register_afterTheEndOfNothing_runsAtOnceToo() {
    registry.unwind(OK);

    registry.register("late", note("late"));

    assertThat(ran).containsExactly("late");
  }

  @Test
  void register_resourceAfterTheEnd_isReleasedAndReturned() {
    registry.unwind(OK);

    assertThat(registry.register("late", "resource", ran::add)).isEqualTo("resource");

    assertThat(ran).containsExactly("resource");
  }

  @Test
  void hold_afterTheEnd_isReleasedAndGetSaysSo() {
    registry.unwind(OK);

    Held<String> held = registry.hold("late", "resource", ran::add);

    assertThat(ran).containsExactly("resource");
    assertThatThrownBy(held::get).isInstanceOf(IllegalStateException.class);
    assertThat(held.runNow()).isFalse();
    assertThat(held.dismiss()).isFalse();
    assertThat(ran).hasSize(1);
  }

  @Test
  void register_afterTheEndAndThrows_isNotThrownButTold() {
    registry.unwind(OK);
    Error failure = new AssertionError("late and broken");

    Registration late =
        registry.register(
            "late",
            outcome -> {
              throw failure;
            });

    assertThat(late.runNow()).isFalse();
    assertThat(monitor.late).containsExactly(new ManualMonitor.Late("late", failure));
  }

  // Isolation ----------------------------------------------------------------------------------

  static Stream<Throwable> throwables() {
    return Stream.of(
        new IOException("checked"),
        new IllegalStateException("unchecked"),
        new AssertionError("error"),
        new StackOverflowError("deep"),
        new OutOfMemoryError("thrown by a cleanup"),
        new LinkageError("no class"),
        new InterruptedException("stopped"),
        new Throwable("neither"));
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void unwind_cleanupThrows_runsTheRestAndKeepsWhatItThrew(Throwable failure) {
    registry.register("below", note("below"));
    registry.register("broken", outcome -> sneak(failure));
    registry.register("above", note("above"));

    CleanupReport report = registry.unwind(OK);

    assertThat(ran).containsExactly("above", "below");
    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).failure()).isSameAs(failure);
    assertThat(report.failures().get(0).name()).isEqualTo("broken");
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void unwind_releaseThrows_runsTheRestAndKeepsWhatItThrew(Throwable failure) {
    registry.register("below", "resource", ran::add);
    registry.register("broken", "resource", resource -> sneak(failure));

    CleanupReport report = registry.unwind(OK);

    assertThat(ran).containsExactly("resource");
    assertThat(report.failures()).extracting(CleanupReport.Ran::failure).containsExactly(failure);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void unwind_twentyOfWhichFiveThrowAndOneAnError_allRunInOrderAndSixFailuresAreTold() {
    Throwable primary = new IllegalStateException("the exchange's own");
    Outcome failed = Outcomes.of(500, Ending.COMPLETED, primary, false);
    List<Throwable> thrown = new ArrayList<>();
    List<Throwable> errorsSeen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      registry.register(
          "c" + i,
          outcome -> {
            ran.add("c" + number);
            errorsSeen.add(outcome.error());
            if (number % 4 == 1) {
              IOException failure = new IOException("c" + number);
              thrown.add(failure);
              throw failure;
            } else if (number == 10) {
              AssertionError error = new AssertionError("c10");
              thrown.add(error);
              throw error;
            }
          });
    }

    CleanupReport report = registry.unwind(failed);

    List<String> lastFirst = IntStream.range(0, 20).mapToObj(i -> "c" + (19 - i)).toList();
    assertThat(ran).isEqualTo(lastFirst);
    assertThat(report.count()).isEqualTo(20);
    assertThat(report.failedCount()).isEqualTo(6);
    assertThat(report.cleanups()).extracting(CleanupReport.Ran::name).isEqualTo(lastFirst);
    assertThat(report.failures())
        .extracting(CleanupReport.Ran::name)
        .containsExactly("c17", "c13", "c10", "c9", "c5", "c1");
    assertThat(report.failures()).extracting(CleanupReport.Ran::failure).isEqualTo(thrown);
    assertThat(errorsSeen).hasSize(20).allSatisfy(error -> assertThat(error).isSameAs(primary));
    assertThat(primary.getSuppressed()).isEmpty();
  }

  @Test
  void unwind_onInterruptedThread_cleanupsDoNotSeeItAndTheThreadKeepsIt() {
    List<Boolean> seen = new ArrayList<>();
    registry.register("a", outcome -> seen.add(Thread.currentThread().isInterrupted()));
    registry.register("b", outcome -> seen.add(Thread.currentThread().isInterrupted()));
    Thread.currentThread().interrupt();

    registry.unwind(OK);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen).containsExactly(false, false);
  }

  @Test
  void unwind_onInterruptedThreadWithNothingToRun_keepsTheFlag() {
    Thread.currentThread().interrupt();

    registry.unwind(OK);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void unwind_cleanupInterruptsItsThread_theNextIsNotDisturbedAndTheFlagIsSetAgain() {
    List<Boolean> seen = new ArrayList<>();
    registry.register("next", outcome -> seen.add(Thread.currentThread().isInterrupted()));
    registry.register("interrupts", outcome -> Thread.currentThread().interrupt());

    CleanupReport report = registry.unwind(OK);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen).containsExactly(false);
    assertThat(report.failedCount()).isZero();
  }

  // Observers ----------------------------------------------------------------------------------

  @Test
  void observe_endsByTheSameRuleAndSeesWhatRanBefore() {
    registry.register("below", note("below"));
    registry.observe(
        "log",
        (outcome, report) -> {
          assertThat(outcome).isSameAs(OK);
          ran.add("log after " + report.cleanups().get(0).name() + ", " + report.count());
        });
    registry.register("above", note("above"));

    CleanupReport report = registry.unwind(OK);

    assertThat(ran).containsExactly("above", "log after above, 1", "below");
    assertThat(report.cleanups())
        .extracting(CleanupReport.Ran::name)
        .containsExactly("above", "log", "below");
  }

  @Test
  void observe_throws_isAFailureLikeAnyOtherAndTold() {
    registry.register("below", note("below"));
    AssertionError failure = new AssertionError("broken");
    registry.observe(
        "log",
        (outcome, report) -> {
          throw failure;
        });

    CleanupReport report = registry.unwind(OK);

    assertThat(ran).containsExactly("below");
    assertThat(report.failures()).extracting(CleanupReport.Ran::failure).containsExactly(failure);
    assertThat(monitor.observersFailed).containsExactly(new ManualMonitor.Late("log", failure));
  }

  // What is left behind ------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hold_andRunNowAMillionTimes_doesNotGrow(boolean timing) throws Exception {
    monitor.timing = timing;
    registry.register("bottom", note("bottom"));
    AtomicInteger released = new AtomicInteger();
    for (int i = 0; i < 1_000_000; i++) {
      registry.hold("chunk", "chunk", chunk -> released.incrementAndGet()).runNow();
    }

    assertThat(lengthOf(registry)).isLessThanOrEqualTo(2);
    assertThat(released).hasValue(1_000_000);

    registry.unwind(OK);
    assertThat(ran).containsExactly("bottom");
    assertThat(released).hasValue(1_000_000);
  }

  @Test
  void hold_andDismissAMillionTimes_doesNotGrow() throws Exception {
    for (int i = 0; i < 1_000_000; i++) {
      registry.hold("chunk", "chunk", chunk -> ran.add("chunk")).dismiss();
    }

    assertThat(lengthOf(registry)).isLessThanOrEqualTo(1);

    registry.unwind(OK);
    assertThat(ran).isEmpty();
  }

  /** As a stream does that opens the next chunk before it closes the last. */
  @Test
  void hold_twoAtATimeForAMillionTimes_doesNotGrow() throws Exception {
    Held<String> last = registry.hold("chunk", "chunk", chunk -> {});
    for (int i = 0; i < 1_000_000; i++) {
      Held<String> next = registry.hold("chunk", "chunk", chunk -> {});
      last.runNow();
      last = next;
    }

    assertThat(lengthOf(registry)).isLessThan(100);
  }

  /** Returns how many entries the stack still holds, spent ones too. */
  private static int lengthOf(CleanupRegistry registry) throws ReflectiveOperationException {
    Field top = CleanupRegistry.class.getDeclaredField("top");
    top.setAccessible(true);
    int length = 0;
    for (Entry entry = (Entry) top.get(registry); entry != null; entry = entry.next) {
      length++;
    }
    return length;
  }

  @Test
  void isEmpty_onlyBeforeTheFirstAndAfterTheEnd() {
    assertThat(registry.isEmpty()).isTrue();

    registry.register("one", note("one"));
    assertThat(registry.isEmpty()).isFalse();

    registry.unwind(OK);
    assertThat(registry.isEmpty()).isTrue();
  }

  @Test
  void unwind_holdsNoLockWhileACleanupRuns() throws Exception {
    CountDownLatch registered = new CountDownLatch(1);
    AtomicBoolean inTime = new AtomicBoolean();
    registry.register(
        "waits",
        outcome -> {
          Thread other =
              new Thread(
                  () -> {
                    registry.register("other", note("other"));
                    registry.report();
                    registered.countDown();
                  });
          other.start();
          inTime.set(registered.await(10, TimeUnit.SECONDS));
        });

    registry.unwind(OK);

    assertThat(inTime).isTrue();
    assertThat(ran).containsExactly("other");
  }

  // Bad input ----------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void register_blankName_saysWhatToGive(String name) {
    assertBadName(name, "blank");
  }

  @Test
  void register_nullName_saysWhatToGive() {
    assertBadName(null, "null");
  }

  private void assertBadName(String name, String value) {
    List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls =
        List.of(
            () -> registry.register(name, note("never")),
            () -> registry.register(name, "resource", ran::add),
            () -> registry.hold(name, "resource", ran::add));

    for (var call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cleanup name is " + value + "; give a short, fixed name");
    }
    registry.unwind(OK);
    assertThat(ran).isEmpty();
  }

  @Test
  void register_nullArgument_namesTheCleanupAndWhatIsMissing() {
    Release<String> noRelease = null;
    Cleanup noCleanup = null;

    assertThatThrownBy(() -> registry.register("db", noCleanup))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContainingAll("cleanup 'db'", "is null", "give");
    assertThatThrownBy(() -> registry.register("db", "resource", noRelease))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContainingAll("release", "cleanup 'db'", "is null", "give");
    assertThatThrownBy(() -> registry.register("db", null, released -> {}))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContainingAll("resource", "cleanup 'db'", "is null", "give");
    assertThatThrownBy(() -> registry.hold("db", "resource", noRelease))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContainingAll("release", "cleanup 'db'", "is null", "give");
    assertThatThrownBy(() -> registry.hold("db", null, released -> {}))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContainingAll("resource", "cleanup 'db'", "is null", "give");

    assertThat(registry.isEmpty()).isTrue();
  }
}
