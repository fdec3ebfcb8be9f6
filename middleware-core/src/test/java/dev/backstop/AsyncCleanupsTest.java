package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Test;

/** Asynchronous cleanups behind a real Jetty: who waits for them, and who does not. */
class AsyncCleanupsTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final CompletableFuture<CleanupReport> report = new CompletableFuture<>();
  private final CompletableFuture<Thread> after = new CompletableFuture<>();
  private final CompletableFuture<String> stage = new CompletableFuture<>();
  private StackTraceElement site;

  private PitfallServer server() {
    return new PitfallServer(
        builder -> builder.onOutcome((outcome, told) -> report.complete(told)));
  }

  private List<String> names() throws Exception {
    return report.get(10, TimeUnit.SECONDS).cleanups().stream()
        .map(CleanupReport.Ran::name)
        .toList();
  }

  @Test
  void stage_isPending_theClientHasItsAnswerAndNoThreadWaits() throws Exception {
    try (PitfallServer server =
        server()
            .serve(
                "/flush",
                (request, response) -> {
                  var cleanups = Exchange.of(request).cleanups();
                  cleanups.register(
                      "first",
                      outcome -> {
                        ran.add("first " + outcome.status());
                        after.complete(Thread.currentThread());
                      });
                  cleanups.registerAsync(
                      "flush",
                      NEVER,
                      outcome -> {
                        ran.add("flush " + outcome.status());
                        return stage;
                      });
                  response.setStatus(201);
                })
            .serve("/other", (request, response) -> response.setStatus(204))
            .start()) {
      assertThat(server.jetty().status("/flush")).isEqualTo(201);
      await().until(() -> ran.contains("flush 201"));
      assertThat(report).isNotDone();
      await().untilAsserted(() -> assertThat(threadsInUse(server)).isZero());
      assertThat(server.visit("/other")).isEqualTo(204); // its end is the first there is

      stage.complete("sent");
      server.awaitEnd();

      assertThat(ran).containsExactly("flush 201", "first 201");
      assertThat(after.get()).as("not who completed it").isNotSameAs(Thread.currentThread());
      assertThat(server.pitfalls()).isEmpty();
    }
  }

  /** Threads of Jetty's pool that have unwinding on their stack. */
  private static long threadsInUse(PitfallServer server) {
    Server jetty = server.jetty().server;
    String pool = ((QueuedThreadPool) jetty.getThreadPool()).getName();
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(one -> one.getKey().getName().startsWith(pool))
        .filter(
            one ->
                List.of(one.getValue()).stream()
                    .anyMatch(frame -> frame.getClassName().startsWith("dev.backstop.cleanup.")))
        .count();
  }

  @Test
  void deadline_passes_isReportedAtItsLineAndTheNextCleanupsRunInOrder() throws Exception {
    try (PitfallServer server =
        server()
            .serve(
                "/*",
                (request, response) -> {
                  var cleanups = Exchange.of(request).cleanups();
                  cleanups.register("first", outcome -> ran.add("first"));
                  cleanups.register("second", outcome -> ran.add("second"));
                  site = PitfallServer.nextLine();
                  cleanups.registerAsync("flush", Duration.ofMillis(50), outcome -> stage);
                  cleanups.register("last", outcome -> ran.add("last"));
                })
            .start()) {
      assertThat(server.visit("/")).isEqualTo(200);

      assertThat(ran).containsExactly("last", "second", "first");
      assertThat(names()).containsExactly("last", "flush", "second", "first");
      assertThat(report.get().failures())
          .singleElement()
          .satisfies(failed -> assertThat(failed.failure()).isInstanceOf(TimeoutException.class));
      assertThat(stage).isCancelled();
      Pitfall pitfall = server.onlyPitfall(PitfallKind.ASYNC_CLEANUP_OVERDUE, site);
      assertThat(pitfall.detail()).isEqualTo("flush");
    }
  }

  @Test
  void stage_completesInTime_isSilent() throws Exception {
    try (PitfallServer server =
        server()
            .serve(
                "/*",
                (request, response) ->
                    Exchange.of(request)
                        .cleanups()
                        .registerAsync(
                            "flush",
                            Duration.ofSeconds(10),
                            outcome -> CompletableFuture.runAsync(() -> ran.add("flushed"))))
            .start()) {
      server.visit("/");

      assertThat(ran).containsExactly("flushed");
      assertThat(report.get().failedCount()).isZero();
      assertThat(server.pitfalls()).isEmpty();
    }
  }

  @Test
  void stage_endsAfterItsDeadline_isToldOnceMore() throws Exception {
    try (PitfallServer server =
        server()
            .serve(
                "/*",
                (request, response) ->
                    Exchange.of(request)
                        .cleanups()
                        .registerAsync(
                            "flush",
                            Duration.ofMillis(50),
                            outcome -> stage.minimalCompletionStage()))
            .start()) {
      server.visit("/");
      IOException failure = new IOException("connection reset");

      stage.completeExceptionally(failure);

      assertThat(server.pitfalls())
          .extracting(Pitfall::kind, Pitfall::detail)
          .containsExactly(
              tuple(PitfallKind.ASYNC_CLEANUP_OVERDUE, "flush"),
              tuple(PitfallKind.ASYNC_CLEANUP_OVERDUE, "flush, failed since"));
      assertThat(List.copyOf(server.pitfalls()).get(1).cause()).isSameAs(failure);
    }
  }

  @Test
  void stage_fails_isReportedAsAnyCleanup() throws Exception {
    IOException failure = new IOException("connection reset");
    try (PitfallServer server =
        server()
            .serve(
                "/*",
                (request, response) ->
                    Exchange.of(request)
                        .cleanups()
                        .registerAsync(
                            "flush", NEVER, outcome -> CompletableFuture.failedFuture(failure)))
            .start()) {
      server.visit("/");

      assertThat(report.get().failures().get(0).failure()).isSameAs(failure);
      assertThat(server.pitfalls())
          .extracting(Pitfall::kind)
          .containsExactly(PitfallKind.CLEANUP_FAILED);
    }
  }

  @Test
  void builderExecutor_isSet_theRestRunsThere() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    try (PitfallServer server =
        new PitfallServer(
                builder -> builder.executor(task -> new Thread(task, "of-the-builder").start()))
            .serve(
                "/*",
                (request, response) -> {
                  var cleanups = Exchange.of(request).cleanups();
                  cleanups.register(
                      "first", outcome -> thread.complete(Thread.currentThread().getName()));
                  cleanups.registerAsync("flush", NEVER, outcome -> begin());
                })
            .start()) {
      server.jetty().status("/");
      await().until(() -> ran.contains("begun"));
      await().untilAsserted(() -> assertThat(threadsInUse(server)).isZero()); // it waits for it
      stage.complete("");
      server.awaitEnd();

      assertThat(thread.get()).isEqualTo("of-the-builder");
    }
  }

  @Test
  void contextStops_aStageIsPending_itsDeadlineIsKept() throws Exception {
    PitfallServer server =
        server()
            .serve(
                "/*",
                (request, response) -> {
                  var cleanups = Exchange.of(request).cleanups();
                  cleanups.register("first", outcome -> ran.add("first"));
                  cleanups.registerAsync("flush", Duration.ofSeconds(1), outcome -> begin());
                })
            .start();
    server.jetty().status("/");
    await().until(() -> ran.contains("begun"));

    server.close();
    server.awaitEnd();

    assertThat(ran).containsExactly("begun", "first");
    assertThat(names()).containsExactly("flush", "first");
  }

  @Test
  void slowCleanup_afterAStage_isReportedWhereItStands() throws Exception {
    try (PitfallServer server =
        new PitfallServer(builder -> builder.slowCleanupAfter(Duration.ofMillis(100)))
            .serve(
                "/*",
                (request, response) -> {
                  var cleanups = Exchange.of(request).cleanups();
                  cleanups.register("slow", outcome -> slow());
                  cleanups.registerAsync(
                      "flush",
                      NEVER,
                      outcome -> {
                        CompletableFuture<Void> soon = new CompletableFuture<>();
                        return soon.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS);
                      });
                })
            .start()) {
      server.visit("/");

      assertThat(server.pitfalls())
          .singleElement()
          .satisfies(
              pitfall -> {
                assertThat(pitfall.kind()).isEqualTo(PitfallKind.CLEANUP_SLOW);
                assertThat(pitfall.detail()).startsWith("slow took");
                assertThat(pitfall.site().getMethodName()).isEqualTo("slow");
              });
    }
  }

  private CompletableFuture<String> begin() {
    ran.add("begun");
    return stage;
  }

  private void slow() throws InterruptedException {
    assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS))
        .as("nobody counts it down: it is slow")
        .isFalse();
  }

  @Test
  void response_usedInACleanupAfterAStage_isReportedAsInACleanup() throws Exception {
    try (PitfallServer server =
        server()
            .serve(
                "/*",
                (request, response) -> {
                  var cleanups = Exchange.of(request).cleanups();
                  cleanups.register("first", outcome -> response.setStatus(500));
                  cleanups.registerAsync("flush", NEVER, outcome -> begin());
                })
            .start()) {
      server.jetty().status("/");
      await().until(() -> ran.contains("begun"));
      stage.complete("");
      server.awaitEnd();

      assertThat(server.pitfalls())
          .extracting(Pitfall::kind)
          .containsExactly(PitfallKind.RESPONSE_IN_CLEANUP);
    }
  }
}
