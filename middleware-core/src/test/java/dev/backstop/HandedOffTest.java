package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.cleanup.Held;
import dev.backstop.cleanup.Registration;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Work that goes on after the response of a real Jetty, with some of the cleanups. */
class HandedOffTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
  private final CompletableFuture<HandedOff> handed = new CompletableFuture<>();
  private final CompletableFuture<CleanupReport> report = new CompletableFuture<>();
  private StackTraceElement site;

  private PitfallServer server(Duration carryDeadline) {
    return new PitfallServer(
        builder ->
            builder
                .carryDeadline(carryDeadline)
                .onOutcome((outcome, told) -> report.complete(told)));
  }

  private String nextRan() throws InterruptedException {
    return ran.poll(10, TimeUnit.SECONDS);
  }

  private List<String> reported() throws Exception {
    return report.get(10, TimeUnit.SECONDS).cleanups().stream()
        .map(CleanupReport.Ran::name)
        .toList();
  }

  /** Registers a, db and c, hands off db and c, and answers 202. */
  private PitfallServer handingOff(Duration carryDeadline) throws Exception {
    return server(carryDeadline)
        .serve(
            "/*",
            (request, response) -> {
              Exchange exchange = Exchange.of(request);
              var cleanups = exchange.cleanups();
              cleanups.register("a", outcome -> ran.add("a"));
              Held<String> db =
                  cleanups.hold("db", "connection", resource -> ran.add("closed " + resource));
              Registration c = cleanups.register("c", outcome -> ran.add("c " + outcome.status()));
              cleanups.register("d", outcome -> ran.add("d"));
              site = PitfallServer.nextLine();
              handed.complete(exchange.handOff("mailing", db, c));
              response.setStatus(202);
            })
        .start();
  }

  @Test
  void finish_afterTheEnd_runsItsOwnAndNoOthersWithTheOutcome() throws Exception {
    try (PitfallServer server = handingOff(NEVER)) {
      assertThat(server.visit("/")).isEqualTo(202);
      assertThat(ran).containsExactly("d", "a");
      assertThat(reported()).containsExactly("d", "a");

      assertThat(handed.get().finish()).isTrue();

      assertThat(ran).containsExactly("d", "a", "c 202", "closed connection");
      assertThat(handed.get().report().count()).isEqualTo(2);
      assertThat(handed.get().finish()).as("once").isFalse();
      assertThat(ran).hasSize(4);
      assertThat(server.pitfalls()).isEmpty();
    }
  }

  @Test
  void finish_beforeTheEnd_waitsForTheOutcomeInTheExchangesOwnOrder() throws Exception {
    try (PitfallServer server =
        server(NEVER)
            .serve(
                "/*",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  exchange.cleanups().register("a", outcome -> ran.add("a"));
                  Registration b =
                      exchange.cleanups().register("b", o -> ran.add("b " + o.status()));
                  exchange.handOff("mailing", b).close();
                  ran.add("served");
                  response.setStatus(202);
                })
            .start()) {
      server.visit("/");

      assertThat(ran).containsExactly("served", "b 202", "a");
      assertThat(reported()).containsExactly("b", "a");
      assertThat(server.pitfalls()).isEmpty();
    }
  }

  @Test
  void run_workThrows_finishesAndThrowsOn() throws Exception {
    try (PitfallServer server = handingOff(NEVER)) {
      server.visit("/");

      assertThatThrownBy(
              () ->
                  handed
                      .get()
                      .run(
                          () -> {
                            throw new IllegalStateException("no mail today");
                          }))
          .hasMessage("no mail today");

      assertThat(ran).containsExactly("d", "a", "c 202", "closed connection");
      assertThat(server.pitfalls()).isEmpty();
    }
  }

  @Test
  void deadline_passesAfterTheEnd_isReapedAndReportedAtItsLine() throws Exception {
    try (PitfallServer server = handingOff(Duration.ofMillis(100))) {
      server.visit("/");
      for (String expected : List.of("d", "a", "c 202", "closed connection")) {
        assertThat(nextRan()).isEqualTo(expected);
      }

      Pitfall pitfall = server.onlyPitfall(PitfallKind.HANDED_OFF_NEVER_FINISHED, site);
      assertThat(pitfall.detail()).isEqualTo("mailing");
      assertThat(handed.get().finish()).as("too late").isFalse();
      assertThat(ran).isEmpty();
    }
  }

  @Test
  void deadline_ofItsOwn_countsFromTheEndOfTheExchange() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (PitfallServer server =
        server(NEVER)
            .serve(
                "/*",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  Registration a = exchange.cleanups().register("a", o -> ran.add("a"));
                  HandedOff mailing = exchange.handOff("mailing", Duration.ofMillis(1), a);
                  response.getWriter().print("begun");
                  response.flushBuffer();
                  awaitQuietly(answered, Duration.ofMillis(300)); // longer than the deadline
                  ran.add("served, finished: " + mailing.isFinished());
                })
            .start()) {
      server.visit("/");

      assertThat(nextRan()).isEqualTo("served, finished: false");
      assertThat(nextRan()).isEqualTo("a");
      assertThat(server.pitfalls())
          .extracting(Pitfall::kind)
          .containsExactly(PitfallKind.HANDED_OFF_NEVER_FINISHED);
    }
  }

  private static void awaitQuietly(CountDownLatch latch, Duration most) {
    try {
      assertThat(latch.await(most.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void contextStops_workGoesOn_isReapedAndReported() throws Exception {
    PitfallServer server = handingOff(NEVER);
    server.visit("/");

    server.close();

    assertThat(ran).containsExactly("d", "a", "c 202", "closed connection");
    server.onlyPitfall(PitfallKind.HANDED_OFF_NEVER_FINISHED, site);
  }

  @Test
  void handOff_cleanupHasRun_isRefusedAndTheExchangeKeepsTheOthers() throws Exception {
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    try (PitfallServer server =
        server(NEVER)
            .serve(
                "/*",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  Registration a = exchange.cleanups().register("a", o -> ran.add("a"));
                  Registration b = exchange.cleanups().register("b", o -> ran.add("b"));
                  b.runNow();
                  try {
                    exchange.handOff("mailing", a, b);
                  } catch (IllegalStateException e) {
                    refused.complete(e);
                  }
                })
            .start()) {
      server.visit("/");

      assertThat(refused.get()).hasMessageContaining("'b' cannot be handed over");
      assertThat(ran).containsExactly("b", "a");
    }
  }

  /** Finishing meets the end of the exchange, again and again: each cleanup runs once. */
  @Test
  void finish_meetsTheEnd_eachRunsOnce() throws Exception {
    BlockingQueue<HandedOff> queue = new LinkedBlockingQueue<>();
    Thread finishing =
        new Thread(
            () -> {
              try {
                while (true) {
                  queue.take().finish();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    finishing.start();
    try (PitfallServer server =
        server(NEVER)
            .serve(
                "/*",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  Registration a = exchange.cleanups().register("a", o -> ran.add(o.path()));
                  queue.add(exchange.handOff("mailing", a));
                })
            .start()) {
      for (int i = 0; i < 200; i++) {
        server.visit("/" + i);
        assertThat(nextRan()).isEqualTo("/" + i);
      }
      assertThat(ran).isEmpty();
      assertThat(server.pitfalls()).isEmpty();
    } finally {
      finishing.interrupt();
    }
  }
}
