package dev.backstop.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Outcomes;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CleanupReportTest {
  private static final Outcome OK = Outcomes.completed(200);

  private final ManualMonitor monitor = new ManualMonitor();
  private final CleanupRegistry registry = new CleanupRegistry(monitor);

  private Cleanup taking(long nanos) {
    return outcome -> monitor.now += nanos;
  }

  @Test
  void report_nothingRegistered_isEmpty() {
    CleanupReport report = registry.unwind(OK);

    assertThat(report.count()).isZero();
    assertThat(report.failedCount()).isZero();
    assertThat(report.cleanups()).isEmpty();
    assertThat(report.failures()).isEmpty();
    assertThat(report.duration()).isZero();
  }

  @Test
  void report_beforeTheEnd_isEmpty() {
    registry.register("a", taking(1));

    assertThat(registry.report().cleanups()).isEmpty();
    assertThat(registry.report().count()).isZero();
  }

  @Test
  void report_untimed_hasNamesSequenceAndFailuresAndTheTotal() {
    IOException failure = new IOException("broken");
    registry.register("a", taking(5));
    registry.register(
        "b",
        outcome -> {
          monitor.now += 70;
          throw failure;
        });
    registry.register("c", taking(300));

    CleanupReport report = registry.unwind(OK);

    assertThat(report.cleanups())
        .containsExactly(
            new CleanupReport.Ran("c", 1, null, 0, -1, false),
            new CleanupReport.Ran("b", 2, failure, 0, -1, false),
            new CleanupReport.Ran("a", 3, null, 0, -1, false));
    assertThat(report.failures())
        .containsExactly(new CleanupReport.Ran("b", 2, failure, 0, -1, false));
    assertThat(report.count()).isEqualTo(3);
    assertThat(report.failedCount()).isEqualTo(1);
    assertThat(report.duration()).isEqualTo(Duration.ofNanos(375));
  }

  @Test
  void report_timed_hasTheStartAndTheDurationOfEach() {
    monitor.timing = true;
    Error failure = new AssertionError("broken");
    registry.register("a", taking(5));
    registry.register(
        "b",
        outcome -> {
          monitor.now += 70;
          throw failure;
        });
    registry.register("c", taking(0));
    monitor.now = 10_000;

    CleanupReport report = registry.unwind(OK);

    assertThat(report.cleanups())
        .containsExactly(
            new CleanupReport.Ran("c", 1, null, 10_000, 0, false),
            new CleanupReport.Ran("b", 2, failure, 10_000, 70, false),
            new CleanupReport.Ran("a", 3, null, 10_070, 5, false));
    assertThat(report.duration()).isEqualTo(Duration.ofNanos(75));
    assertThat(report.failedCount()).isEqualTo(1);
  }

  @Test
  void report_insideACleanup_tellsThoseBeforeIt() {
    AtomicReference<CleanupReport> seen = new AtomicReference<>();
    registry.register("last", taking(1));
    registry.register("asks", outcome -> seen.set(registry.report()));
    registry.register(
        "first",
        outcome -> {
          throw new IOException("broken");
        });

    registry.unwind(OK);

    // Read after all have run: the report is of the moment in which it was taken.
    assertThat(seen.get().cleanups()).extracting(CleanupReport.Ran::name).containsExactly("first");
    assertThat(seen.get().count()).isEqualTo(1);
    assertThat(seen.get().failedCount()).isEqualTo(1);
    assertThat(seen.get().failures()).hasSize(1);
    assertThat(seen.get().duration()).isZero();
  }

  @Test
  void report_afterALateCleanup_isStillThatOfTheUnwinding() {
    registry.register("in time", taking(1));
    CleanupReport report = registry.unwind(OK);

    registry.register("late", taking(1));

    assertThat(registry.report().cleanups()).isEqualTo(report.cleanups());
    assertThat(report.count()).isEqualTo(1);
  }

  @Test
  void cleanups_andFailures_cannotBeChanged() {
    registry.register(
        "broken",
        outcome -> {
          throw new IOException("broken");
        });
    CleanupReport report = registry.unwind(OK);
    CleanupReport.Ran ran = report.cleanups().get(0);

    assertThatThrownBy(() -> report.cleanups().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> report.failures().add(ran))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void toString_tellsCountDurationAndFailures() {
    registry.register("db.connection", taking(2_000_000));

    assertThat(registry.unwind(OK).toString())
        .startsWith("1 cleanups in PT0.002S, 0 failed: [")
        .contains("db.connection");
  }

  /** Who keeps a report, or a registration, keeps neither the exchange nor what was released. */
  @Test
  void report_andRegistrationsKept_keepNothingElse() {
    List<WeakReference<Object>> released = new ArrayList<>();
    List<Object> kept = new ArrayList<>();
    unwindOne(released, kept);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              System.gc();
              return released.stream().allMatch(reference -> reference.get() == null);
            });
    assertThat(kept).hasSize(3);
    assertThat(((CleanupReport) kept.get(0)).count()).isEqualTo(4);
  }

  private static void unwindOne(List<WeakReference<Object>> released, List<Object> kept) {
    ManualMonitor exchange = new ManualMonitor();
    CleanupRegistry mine = new CleanupRegistry(exchange);
    byte[] resource = mine.register("pooled", new byte[10], bytes -> {});
    Held<byte[]> held = mine.hold("held", new byte[10], bytes -> {});
    Registration registration = mine.register("audit", outcome -> resource[0] = 1);
    mine.observe("log", (outcome, report) -> resource[1] = 1);
    for (Object one : List.of(exchange, mine, resource, held.get())) {
      released.add(new WeakReference<>(one));
    }
    kept.add(mine.unwind(OK));
    kept.add(held);
    kept.add(registration);
  }

  /** Any other thread may ask at any time; what it is told belongs together. */
  @Test
  void report_askedByAnotherThreadWhileUnwinding_isOfOneMoment() throws Exception {
    for (int round = 0; round < 300; round++) {
      CleanupRegistry asked = new CleanupRegistry(monitor);
      AtomicBoolean over = new AtomicBoolean();
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        asked.register(
            "c" + (50 - i),
            outcome -> {
              if (outcome.status() == 200) {
                throw new IOException("each of them");
              }
            });
      }
      Thread asking =
          new Thread(
              () -> {
                while (!over.get()) {
                  check(asked.report(), wrong);
                }
              });
      asking.start();

      asked.unwind(OK);
      over.set(true);
      asking.join();

      assertThat(wrong).isEmpty();
    }
  }

  private static void check(CleanupReport report, List<String> wrong) {
    int count = report.count();
    List<CleanupReport.Ran> ran = report.cleanups();
    if (ran.size() != count || report.failedCount() != count) {
      wrong.add(count + " counted, " + report.failedCount() + " failed, of " + ran.size());
    }
    for (int i = 0; i < ran.size(); i++) {
      CleanupReport.Ran one = ran.get(i);
      if (!one.name().equals("c" + (i + 1)) || one.sequence() != i + 1 || one.failure() == null) {
        wrong.add(i + " is " + one);
      }
    }
  }
}
