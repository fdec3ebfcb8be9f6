package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A middleware that follows single cleanups, or times them, behind a real Jetty. */
class FollowedCleanupsTest {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<Pitfall> pitfalls = new CopyOnWriteArrayList<>();
  private final List<CleanupReport> reports = new CopyOnWriteArrayList<>();

  private class Following implements Middleware {
    private final String name;
    private final boolean follows;
    private final boolean times;

    Following(String name, boolean follows, boolean times) {
      this.name = name;
      this.follows = follows;
      this.times = times;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean followsCleanups() {
      return follows;
    }

    @Override
    public boolean timesCleanups() {
      return times;
    }

    @Override
    public Watch start(Exchange exchange) {
      return new Watch() {
        @Override
        public @Nullable AutoCloseable enterCleanup(String cleanup) {
          return entered(cleanup);
        }

        @Override
        public void end(Outcome outcome, CleanupReport report) {
          calls.add(name + " end");
        }
      };
    }

    AutoCloseable entered(String cleanup) {
      calls.add(name + " enters " + cleanup);
      Thread here = Thread.currentThread();
      return () ->
          calls.add(
              name
                  + " leaves "
                  + cleanup
                  + (here == Thread.currentThread() ? "" : " on another thread"));
    }
  }

  private void serve(Application application, Middleware... middleware) throws Exception {
    BackstopBuilder builder =
        Backstop.builder()
            .onPitfall(pitfalls::add)
            .onOutcome((outcome, report) -> reports.add(report));
    for (Middleware one : middleware) {
      builder.use(one);
    }
    try (JettyServer jetty = new JettyServer()) {
      jetty.serve(
          "/orders", (request, response) -> application.serve(Exchange.of(request).cleanups()));
      builder.build().install(jetty.context.getServletContext());
      jetty.start();
      jetty.get("/orders");
      await().until(() -> !reports.isEmpty());
    }
  }

  private interface Application {
    void serve(CleanupRegistry cleanups);
  }

  @Test
  void enterCleanup_isCalledAroundEachOfTheApplicationsAndNoOther() throws Exception {
    serve(
        cleanups -> {
          cleanups.register("first", outcome -> calls.add("first"));
          cleanups.register(
              "second",
              outcome -> {
                calls.add("second");
                throw new IllegalStateException("broken");
              });
        },
        new Following("a", true, false),
        new Following("deaf", false, false));

    assertThat(calls)
        .containsExactly(
            "a enters second",
            "deaf enters second",
            "second",
            "deaf leaves second",
            "a leaves second",
            "a enters first",
            "deaf enters first",
            "first",
            "deaf leaves first",
            "a leaves first",
            "deaf end",
            "a end");
  }

  @Test
  void enterCleanup_nobodyFollows_isNotCalled() throws Exception {
    serve(
        cleanups -> cleanups.register("first", outcome -> calls.add("first")),
        new Following("deaf", false, true));

    assertThat(calls).containsExactly("first", "deaf end");
  }

  @Test
  void enterCleanup_ofOneThatIsRunEarly_isCalledThenAndNotAgain() throws Exception {
    serve(
        cleanups -> {
          cleanups.register("early", outcome -> calls.add("early")).runNow();
          calls.add("application");
        },
        new Following("a", true, false));

    assertThat(calls)
        .containsExactly("a enters early", "early", "a leaves early", "application", "a end");
  }

  @Test
  void enterCleanup_ofAnAsynchronousOne_isAroundTheCallThatBeginsIt() throws Exception {
    serve(
        cleanups ->
            cleanups.registerAsync(
                "send",
                Duration.ofSeconds(10),
                outcome -> {
                  calls.add("begins");
                  return CompletableFuture.runAsync(() -> calls.add("ends"));
                }),
        new Following("a", true, false));

    assertThat(calls).containsSubsequence("a enters send", "begins", "a leaves send", "a end");
    assertThat(calls).containsSubsequence("begins", "ends", "a end");
    assertThat(calls).doesNotContain("a leaves send on another thread");
  }

  @Test
  void enterCleanup_thatThrows_isReportedAndCostsTheCleanupNothing() throws Exception {
    Following broken =
        new Following("broken", true, false) {
          @Override
          AutoCloseable entered(String cleanup) {
            throw new IllegalStateException("no entry");
          }
        };
    Following brokenExit =
        new Following("exit", true, false) {
          @Override
          AutoCloseable entered(String cleanup) {
            return () -> {
              throw new IllegalStateException("no exit");
            };
          }
        };

    serve(
        cleanups -> cleanups.register("first", outcome -> calls.add("first")), broken, brokenExit);

    assertThat(calls).containsExactly("first", "exit end", "broken end");
    assertThat(reports.get(0).failures()).isEmpty();
    assertThat(pitfalls)
        .extracting(Pitfall::kind)
        .containsExactly(PitfallKind.OBSERVER_FAILED, PitfallKind.OBSERVER_FAILED);
    assertThat(pitfalls)
        .extracting(Pitfall::detail)
        .containsExactly("broken.enterCleanup", "exit.leave");
  }

  @Test
  void timesCleanups_timesTheApplicationsAloneAndTellsThemApart() throws Exception {
    serve(
        cleanups -> cleanups.register("first", outcome -> calls.add("first")),
        new Following("a", false, true));

    CleanupReport.Ran first = reports.get(0).cleanups().get(0);
    CleanupReport.Ran own = reports.get(0).cleanups().get(1);
    assertThat(first.name()).isEqualTo("first");
    assertThat(first.ofMiddleware()).isFalse();
    assertThat(first.durationNanos()).isNotNegative();
    assertThat(own.name()).isEqualTo("a");
    assertThat(own.ofMiddleware()).isTrue();
    assertThat(own.durationNanos()).isEqualTo(-1);
  }

  @Test
  void timesCleanups_nobodyAsks_timesNone() throws Exception {
    serve(
        cleanups -> cleanups.register("first", outcome -> calls.add("first")),
        new Following("a", true, false));

    assertThat(reports.get(0).cleanups())
        .extracting(CleanupReport.Ran::durationNanos)
        .containsExactly(-1L, -1L);
  }

  @Test
  void assessor_endsRightAfterTheApplicationsCleanups() throws Exception {
    Following assessor =
        new Following("assessor", false, false) {
          @Override
          public Stage stage() {
            return Stage.ASSESSOR;
          }
        };

    serve(
        cleanups -> cleanups.register("first", outcome -> calls.add("first")),
        assessor,
        new Following("log", false, false));

    assertThat(calls).containsExactly("first", "assessor end", "log end");
  }
}
