package dev.backstop;

import static dev.backstop.PitfallServer.nextLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors, cleanups and requests whose misuse shows at the end, on a server. */
class EndPitfallsTest {
  private static final Duration BUDGET = Duration.ofMillis(50);

  private final AtomicReference<StackTraceElement> site = new AtomicReference<>();
  private final PitfallServer server = new PitfallServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void errorSwallowed_recordedAndAnsweredWith200_isToldWithItsOrigin() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              site.set(nextLine());
              Exchange.of(request).recordError(new IOException("no database"));
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    Pitfall pitfall = server.onlyPitfall(PitfallKind.ERROR_SWALLOWED, site.get());
    assertThat(pitfall.detail()).isEqualTo("java.io.IOException answered with 200");
    assertThat(pitfall.cause()).hasMessage("no database");
  }

  @Test
  void errorSwallowed_answeredWithAnErrorStatus_isSilent() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              Exchange.of(request).recordError(new IOException("no database"));
              response.setStatus(503);
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(503);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void errorMasked_unrelatedExceptionEscapesLater_isToldWithItsOriginAndTheFirst()
      throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              Exchange.of(request).recordError(new IOException("no database"));
              site.set(nextLine());
              throw new IllegalStateException("rollback failed");
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(500);

    Pitfall pitfall = server.onlyPitfall(PitfallKind.ERROR_MASKED, site.get());
    assertThat(pitfall.detail())
        .isEqualTo("java.lang.IllegalStateException replaced java.io.IOException");
    assertThat(pitfall.cause()).hasMessage("no database");
  }

  @Test
  void errorMasked_laterOneKnowsTheFirst_isSilent() throws Exception {
    IOException first = new IOException("no database");
    server
        .serve(
            "/cause",
            (request, response) -> {
              Exchange.of(request).recordError(first);
              throw new IllegalStateException("failed", new IllegalStateException(first));
            })
        .serve(
            "/suppressed",
            (request, response) -> {
              Exchange.of(request).recordError(first);
              IllegalStateException later = new IllegalStateException("rollback failed");
              later.addSuppressed(first);
              throw later;
            })
        .serve(
            "/suppressing",
            (request, response) -> {
              IOException raised = new IOException("no database");
              IllegalStateException later = new IllegalStateException("rollback failed");
              raised.addSuppressed(later);
              Exchange.of(request).recordError(raised);
              throw later;
            })
        .serve(
            "/same",
            (request, response) -> {
              Exchange.of(request).recordError(first);
              throw first;
            })
        .start();

    assertThat(server.visit("/cause")).isEqualTo(500);
    assertThat(server.visit("/suppressed")).isEqualTo(500);
    assertThat(server.visit("/suppressing")).isEqualTo(500);
    assertThat(server.visit("/same")).isEqualTo(500);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void cleanupFailed_isToldWithTheLineThatThrew() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) ->
                Exchange.of(request)
                    .cleanups()
                    .register(
                        "audit",
                        outcome -> {
                          site.set(nextLine());
                          throw new IOException("disk full");
                        }))
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    Pitfall pitfall = server.onlyPitfall(PitfallKind.CLEANUP_FAILED, site.get());
    assertThat(pitfall.detail()).isEqualTo("audit");
    assertThat(pitfall.cause()).hasMessage("disk full");
  }

  @Test
  void cleanupFailed_earlyRun_isToldOnceAtTheEnd() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) ->
                Exchange.of(request)
                    .cleanups()
                    .register(
                        "audit",
                        outcome -> {
                          site.set(nextLine());
                          throw new IOException("disk full");
                        })
                    .runNow())
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    server.onlyPitfall(PitfallKind.CLEANUP_FAILED, site.get());
  }

  @Test
  void cleanupFailed_noneThrows_isSilent() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> Exchange.of(request).cleanups().register("audit", outcome -> {}))
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void cleanupSlow_overItsBudget_isToldWithTheLineWhereItStood() throws Exception {
    try (PitfallServer budgeted = new PitfallServer(each -> each.slowCleanupAfter(BUDGET))) {
      budgeted
          .serve(
              "/orders",
              (request, response) -> {
                Exchange.of(request).cleanups().register("quick", outcome -> {});
                Exchange.of(request).cleanups().register("slow", outcome -> linger());
              })
          .start();

      assertThat(budgeted.visit("/orders")).isEqualTo(200);

      Pitfall pitfall = budgeted.onlyPitfall(PitfallKind.CLEANUP_SLOW, site.get());
      assertThat(pitfall.detail()).matches("slow took \\d+ ms");
    }
  }

  private void linger() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    site.set(nextLine());
    assertThat(never.await(BUDGET.toMillis() * 5, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void cleanupSlow_withinItsBudgetOrWithoutOne_isSilent() throws Exception {
    try (PitfallServer budgeted =
        new PitfallServer(each -> each.slowCleanupAfter(Duration.ofMinutes(1)))) {
      budgeted
          .serve(
              "/orders",
              (request, response) ->
                  Exchange.of(request).cleanups().register("slow", outcome -> linger()))
          .start();
      server
          .serve(
              "/orders",
              (request, response) ->
                  Exchange.of(request).cleanups().register("slow", outcome -> linger()))
          .start();

      assertThat(budgeted.visit("/orders")).isEqualTo(200);
      assertThat(server.visit("/orders")).isEqualTo(200);

      assertThat(budgeted.pitfalls()).isEmpty();
      assertThat(server.pitfalls()).isEmpty();
    }
  }

  @Test
  void requestAfterEnd_guarded_isRefusedAndToldWithItsLine() throws Exception {
    AtomicReference<HttpServletRequest> kept = new AtomicReference<>();
    try (PitfallServer guarded = new PitfallServer(BackstopBuilder::guardRequest)) {
      guarded
          .serve(
              "/orders",
              (request, response) -> {
                assertThat(request.getHeader("Host")).isEqualTo("localhost");
                kept.set(request);
              })
          .start();
      assertThat(guarded.visit("/orders")).isEqualTo(200);
      assertThat(guarded.pitfalls()).isEmpty();

      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread late =
          new Thread(
              () -> {
                try {
                  site.set(nextLine());
                  kept.get().getHeader("Host");
                } catch (IllegalStateException e) {
                  thrown.set(e);
                }
              });
      late.start();
      late.join();

      assertThat(thrown.get()).hasMessageContaining("getHeader on the request of GET /orders");
      assertThat(guarded.onlyPitfall(PitfallKind.REQUEST_AFTER_END, site.get()).detail())
          .isEqualTo("getHeader");
    }
  }

  @Test
  void requestAfterEnd_keptValueOfIt_isSilent() throws Exception {
    AtomicReference<String> kept = new AtomicReference<>();
    AtomicReference<String> read = new AtomicReference<>();
    try (PitfallServer guarded = new PitfallServer(BackstopBuilder::guardRequest)) {
      guarded
          .serve(
              "/orders",
              (request, response) -> {
                kept.set(request.getHeader("Host"));
                Exchange.of(request).cleanups().register("audit", outcome -> read.set(kept.get()));
              })
          .start();

      assertThat(guarded.visit("/orders")).isEqualTo(200);

      Awaitility.await().until(() -> read.get() != null);
      assertThat(guarded.pitfalls()).isEmpty();
    }
  }

  @Test
  void wrapperBypassed_startAsyncWithoutArguments_isToldWithItsLine() throws Exception {
    try (PitfallServer guarded = new PitfallServer(BackstopBuilder::guardRequest)) {
      guarded
          .serve(
              "/orders",
              (request, response) -> {
                site.set(nextLine());
                AsyncContext async = request.startAsync();
                async.start(
                    () -> {
                      write(async.getResponse());
                      async.complete();
                    });
              })
          .start();

      assertThat(guarded.visit("/orders")).isEqualTo(200);

      Pitfall pitfall = guarded.onlyPitfall(PitfallKind.WRAPPER_BYPASSED, site.get());
      assertThat(pitfall.detail()).isEqualTo("6 bytes");
    }
  }

  @Test
  void wrapperBypassed_startAsyncWithArgumentsOrNothingWritten_isSilent() throws Exception {
    try (PitfallServer guarded = new PitfallServer(BackstopBuilder::guardRequest)) {
      guarded
          .serve(
              "/wrapped",
              (request, response) -> {
                AsyncContext async = request.startAsync(request, response);
                async.start(
                    () -> {
                      write(async.getResponse());
                      async.complete();
                    });
              })
          .serve("/empty", (request, response) -> request.startAsync().complete())
          .serve(
              "/before",
              (request, response) -> {
                write(response);
                request.startAsync().complete();
              })
          .start();

      assertThat(guarded.visit("/wrapped")).isEqualTo(200);
      assertThat(guarded.visit("/empty")).isEqualTo(200);
      assertThat(guarded.visit("/before")).isEqualTo(200);

      assertThat(guarded.pitfalls()).isEmpty();
    }
  }

  private static void write(ServletResponse response) {
    try {
      response.getOutputStream().print("orders");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void requestAfterEnd_withoutGuard_theRequestIsTheContainersOwn() throws Exception {
    AtomicReference<String> type = new AtomicReference<>();
    server.serve("/orders", (request, response) -> type.set(request.getClass().getName())).start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(type.get()).startsWith("org.eclipse.jetty.");
  }
}
