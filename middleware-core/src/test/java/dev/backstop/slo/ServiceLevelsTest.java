package dev.backstop.slo;

import static dev.backstop.slo.JudgedServer.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.cleanup.Held;
import dev.backstop.outcome.Ending;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted, logged and put on the span, of exchanges over real sockets. */
class ServiceLevelsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final byte[] BODY = new byte[8 * 1024 * 1024];

  /** The first request of all loads classes, which takes longer than any limit here. */
  @BeforeAll
  static void warmUp() throws Exception {
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              exchange.cleanups().register("x", outcome -> {});
              response.getWriter().print("x");
            },
            latency(),
            occupancy(),
            errors())) {
      for (int i = 0; i < 20; i++) {
        server.get("/a");
        server.awaitEnd();
      }
    }
  }

  private static Slo latency() {
    return Slo.latency("/a", SHORT, 0.99).named("answer");
  }

  private static Slo occupancy() {
    return Slo.occupancy("/a", SHORT, 0.99).named("released");
  }

  private static Slo errors() {
    return Slo.errors("/a", 0.99).named("failed");
  }

  private static JudgedServer judged(JudgedServer.Application application, Slo... slos)
      throws Exception {
    return new JudgedServer(slos).on("/a", application).start();
  }

  // Good, and which objective ------------------------------------------------------------------

  @Test
  void end_objectivesKept_countsGoodAndTellsNothing() throws Exception {
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> exchange.cleanups().register("x", outcome -> {}),
            Slo.latency("/a", LONG, 0.99),
            Slo.occupancy("/a", LONG, 0.99),
            errors())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted())
          .isEqualTo(
              Map.of(
                  "latency:/a good none none", 1,
                  "occupancy:/a good none none", 1,
                  "failed good none none", 1));
      assertThat(server.told()).isEmpty();
    }
  }

  @Test
  void end_otherRoute_isJudgedByWhatCoversItAlone() throws Exception {
    try (JudgedServer server =
        new JudgedServer(errors(), Slo.errors(Slo.EVERY_ROUTE, 0.99), Slo.errors("/b", 0.9))
            .on("/b", (exchange, request, response) -> {})
            .start()) {
      server.get("/b");
      server.awaitEnd();
      server.get("/nothing"); // has no route
      server.awaitEnd();

      assertThat(server.counted())
          .isEqualTo(Map.of("errors:* good none none", 2, "errors:/b good none none", 1));
    }
  }

  @Test
  void end_severalBroken_areToldInOneOrder() throws Exception {
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              exchange.cleanups().register("slow.close", outcome -> work(400));
              work(250);
              throw new IllegalStateException("no stock");
            },
            latency(),
            occupancy(),
            Slo.latency("/a", LONG, 0.9).named("patient"),
            errors())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted())
          .isEqualTo(
              Map.of(
                  "answer bad handler none", 1,
                  "released bad cleanup:slow.close none", 1,
                  "patient good none none", 1,
                  "failed bad error:IllegalStateException none", 1));
      assertThat(server.told())
          .isEqualTo(
              Map.of(
                  "broken", "answer, released, failed",
                  "cause", "handler, cleanup:slow.close, error:IllegalStateException"));
    }
  }

  // Occupancy ----------------------------------------------------------------------------------

  @Test
  void end_slowCleanupAfterQuickAnswer_occupancyNamesItAndLatencyIsKept() throws Exception {
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              exchange.cleanups().register("quick", outcome -> work(5));
              exchange.cleanups().register("db.close", outcome -> work(300));
            },
            latency(),
            occupancy())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted())
          .isEqualTo(Map.of("answer good none none", 1, "released bad cleanup:db.close none", 1));
      assertThat(server.told())
          .isEqualTo(Map.of("broken", "released", "cause", "cleanup:db.close"));
    }
  }

  @Test
  void end_answerInTime_occupancyBlamesTheCleanupThoughTheHandlerTookLonger() throws Exception {
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              exchange.cleanups().register("db.close", outcome -> work(290));
              work(300);
            },
            Slo.occupancy("/a", Duration.ofMillis(500), 0.9).named("released"))) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted()).isEqualTo(Map.of("released bad cleanup:db.close none", 1));
    }
  }

  @Test
  void end_asynchronousCleanup_occupancyCountsItToItsEnd() throws Exception {
    ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    try (JudgedServer server =
        judged(
            (exchange, request, response) ->
                exchange
                    .cleanups()
                    .registerAsync(
                        "flush",
                        Duration.ofSeconds(20),
                        outcome -> CompletableFuture.runAsync(() -> work(300), elsewhere)),
            occupancy())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted()).isEqualTo(Map.of("released bad cleanup:flush none", 1));
    } finally {
      elsewhere.shutdownNow();
    }
  }

  // Latency ------------------------------------------------------------------------------------

  @Test
  void end_slowHandler_isBlamed() throws Exception {
    try (JudgedServer server = judged((exchange, request, response) -> work(250), latency())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted()).isEqualTo(Map.of("answer bad handler none", 1));
      assertThat(server.told()).isEqualTo(Map.of("broken", "answer", "cause", "handler"));
    }
  }

  @Test
  void end_cleanupRunEarly_isBlamedForTheLateAnswer() throws Exception {
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              Held<String> held = exchange.cleanups().hold("lock", "x", x -> work(300));
              held.runNow();
            },
            latency())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted()).isEqualTo(Map.of("answer bad cleanup:lock none", 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "writer", "container", "async", "listener"})
  void end_clientReadsLate_blamesTheWrite(String way) throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    JudgedServer.Application application =
        (exchange, request, response) -> {
          switch (way) {
            case "stream" -> {
              writing.countDown();
              response.getOutputStream().write(BODY);
            }
            case "writer" -> {
              writing.countDown();
              response.getWriter().write(new char[BODY.length]);
            }
            case "container" -> { // what the application left for the container to send
              writing.countDown();
              response.setBufferSize(4 * BODY.length);
              for (int written = 0; written < BODY.length; written += 1024) {
                response.getOutputStream().write(BODY, 0, 1024);
              }
            }
            case "listener" -> {
              AsyncContext async = request.startAsync(request, response);
              ServletOutputStream out = response.getOutputStream();
              out.setWriteListener(
                  new WriteListener() {
                    private int written;

                    @Override
                    public void onWritePossible() throws IOException {
                      writing.countDown();
                      while (out.isReady()) {
                        if (written == BODY.length) {
                          async.complete();
                          return;
                        }
                        out.write(BODY, written, 64 * 1024);
                        written += 64 * 1024;
                      }
                    }

                    @Override
                    public void onError(Throwable failure) {
                      async.complete();
                    }
                  });
            }
            default -> {
              AsyncContext async = request.startAsync(request, response);
              async.start(
                  exchange.wrap(
                      () -> {
                        writing.countDown();
                        try {
                          async.getResponse().getOutputStream().write(BODY);
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                        async.complete();
                      }));
            }
          }
        };
    try (JudgedServer server =
        judged(application, Slo.latency("/a", Duration.ofMillis(200), 0.9).named("answer"))) {
      try (Socket client = server.ask("/a", 4 * 1024)) {
        writing.await();
        work(500); // the client's own slowness
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
      assertThat(server.awaitEnd().outcome().ending()).isEqualTo(Ending.COMPLETED);

      assertThat(server.counted()).isEqualTo(Map.of("answer bad response_write none", 1));
      assertThat(server.told()).isEqualTo(Map.of("broken", "answer", "cause", "response_write"));
    }
  }

  @Test
  void end_clientGone_isBlamedForTheTimeAndIsNoError() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              response.flushBuffer();
              gone.await();
              work(300);
              while (true) {
                response.getOutputStream().write(BODY); // until it throws
              }
            },
            latency(),
            errors())) {
      try (Socket client = server.ask("/a", 4 * 1024)) {
        client.getInputStream().read();
        client.setSoLinger(true, 0); // the close is a reset
      }
      gone.countDown();
      assertThat(server.awaitEnd().outcome().ending()).isEqualTo(Ending.ABORTED);

      assertThat(server.counted())
          .isEqualTo(Map.of("answer bad client_abort none", 1, "failed good none none", 1));
      assertThat(server.told()).isEqualTo(Map.of("broken", "answer", "cause", "client_abort"));
    }
  }

  @Test
  void end_queuedByJetty_isBlamedWhereTheObjectiveCountsIt() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    try (JudgedServer server =
        new JudgedServer(
                handler -> {
                  QoSHandler queue = new QoSHandler(handler);
                  queue.setMaxRequestCount(1);
                  return queue;
                },
                latency(),
                latency().named("queued").countingQueueing())
            .on(
                "/a",
                (exchange, request, response) -> {
                  if (request.getQueryString() != null) {
                    inside.countDown();
                    first.await();
                  }
                })
            .start()) {
      try (Socket holding = server.ask("/a?first", 0)) {
        inside.await();
        try (Socket queued = server.ask("/a", 0)) {
          work(300); // the first request's own slowness
          first.countDown();
          queued.getInputStream().readAllBytes();
        }
        holding.getInputStream().readAllBytes();
      }
      server.awaitEnd();
      server.awaitEnd();

      assertThat(server.counted())
          .isEqualTo(
              Map.of(
                  "answer bad handler none", 1, // the first
                  "answer good none none", 1, // the other one, as its outcome has it
                  "queued bad handler none", 1,
                  "queued bad queue none", 1));
    }
  }

  // Waits --------------------------------------------------------------------------------------

  /** A semaphore of one: one request has it, and others wait. */
  private static JudgedServer waiting(JudgedServer.Application holding, Semaphore one)
      throws Exception {
    JudgedServer server =
        new JudgedServer(Slo.latency("/wait", Duration.ofMillis(100), 0.9).named("answer"));
    server.on("/hold", holding);
    server.on(
        "/wait",
        (exchange, request, response) -> {
          if (request.getQueryString() == null) {
            take(server, one).giveBack();
            return;
          }
          AsyncContext async = request.startAsync();
          async.start(
              exchange.wrap(
                  () -> {
                    try {
                      take(server, one).giveBack();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                    async.complete();
                  }));
        });
    return server.start();
  }

  private static Lease<Semaphore> take(JudgedServer server, Semaphore one) throws Exception {
    return server
        .levels
        .resource("gate")
        .acquire(
            () -> {
              one.acquire();
              return one;
            },
            Semaphore::release);
  }

  private static void heldAndWaitedFor(JudgedServer server, Semaphore one, String target)
      throws Exception {
    try (Socket holder = server.ask("/hold", 0)) {
      holder.getInputStream().read(); // it has the semaphore
      try (Socket waiter = server.ask(target, 0)) {
        waiter.getInputStream().readAllBytes();
      }
      holder.getInputStream().readAllBytes();
    }
    server.awaitEnd();
    server.awaitEnd();
    assertThat(one.availablePermits()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/wait", "/wait?async"})
  void end_waitedWhileACleanupHeldIt_namesWaitAndCleanup(String target) throws Exception {
    Semaphore one = new Semaphore(1);
    JudgedServer[] servers = new JudgedServer[1];
    try (JudgedServer server =
        waiting(
            (exchange, request, response) -> {
              Lease<Semaphore> lease = take(servers[0], one);
              exchange
                  .cleanups()
                  .register(
                      "gate.close",
                      lease,
                      held -> {
                        work(300);
                        held.giveBack();
                      });
              response.flushBuffer();
            },
            one)) {
      servers[0] = server;
      heldAndWaitedFor(server, one, target);

      assertThat(server.counted()).isEqualTo(Map.of("answer bad wait:gate cleanup:gate.close", 1));
    }
  }

  @Test
  void end_waitedWhileAnotherCleanupOfTheHolderRan_namesThatOne() throws Exception {
    Semaphore one = new Semaphore(1);
    JudgedServer[] servers = new JudgedServer[1];
    try (JudgedServer server =
        waiting(
            (exchange, request, response) -> {
              exchange.cleanups().register("gate.close", take(servers[0], one), Lease::giveBack);
              exchange.cleanups().register("audit", outcome -> work(300));
              response.flushBuffer();
            },
            one)) {
      servers[0] = server;
      heldAndWaitedFor(server, one, "/wait");

      assertThat(server.counted()).isEqualTo(Map.of("answer bad wait:gate cleanup:audit", 1));
    }
  }

  @Test
  void end_waitedForAnAsynchronousCleanup_namesThatOne() throws Exception {
    Semaphore one = new Semaphore(1);
    JudgedServer[] servers = new JudgedServer[1];
    try (JudgedServer server =
        waiting(
            (exchange, request, response) -> {
              Lease<Semaphore> lease = take(servers[0], one);
              exchange
                  .cleanups()
                  .registerAsync(
                      "gate.async",
                      Duration.ofSeconds(20),
                      outcome ->
                          CompletableFuture.runAsync(
                              () -> {
                                work(300);
                                try {
                                  lease.giveBack();
                                } catch (Exception e) {
                                  throw new IllegalStateException(e);
                                }
                              }));
              response.flushBuffer();
            },
            one)) {
      servers[0] = server;
      heldAndWaitedFor(server, one, "/wait");

      assertThat(server.counted()).isEqualTo(Map.of("answer bad wait:gate cleanup:gate.async", 1));
    }
  }

  @Test
  void end_taskWaitedAfterTheAnswer_isNotWhyTheAnswerWasLate() throws Exception {
    Semaphore one = new Semaphore(0);
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    JudgedServer[] servers = new JudgedServer[1];
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              AsyncContext async = request.startAsync();
              async.start(
                  exchange.wrap(
                      () -> {
                        try {
                          answered.await();
                          waits.countDown();
                          take(servers[0], one).giveBack();
                        } catch (Exception e) {
                          throw new IllegalStateException(e);
                        }
                      }));
              work(150);
              async.complete();
            },
            latency())) {
      servers[0] = server;
      server.get("/a");
      answered.countDown();
      waits.await();
      work(400); // the task waits
      one.release();
      server.awaitEnd();

      assertThat(server.counted()).isEqualTo(Map.of("answer bad handler none", 1));
    }
  }

  @Test
  void end_waitedWhileAHandlerHeldIt_namesNoCleanup() throws Exception {
    Semaphore one = new Semaphore(1);
    JudgedServer[] servers = new JudgedServer[1];
    try (JudgedServer server =
        waiting(
            (exchange, request, response) -> {
              exchange.cleanups().register("gate.close", take(servers[0], one), Lease::giveBack);
              response.flushBuffer();
              work(300);
            },
            one)) {
      servers[0] = server;
      heldAndWaitedFor(server, one, "/wait");

      assertThat(server.counted()).isEqualTo(Map.of("answer bad wait:gate work", 1));
    }
  }

  @Test
  void acquire_outsideOfAnyExchange_worksAndIsGivenBackOnce() throws Exception {
    Semaphore one = new Semaphore(1);
    try (JudgedServer server = judged((exchange, request, response) -> {}, latency())) {
      Lease<Semaphore> lease = take(server, one);
      lease.giveBack();
      lease.giveBack();

      assertThat(one.availablePermits()).isOne();
      assertThat(server.levels.places().here()).isNull();
    }
  }

  // Errors -------------------------------------------------------------------------------------

  @Test
  void end_statusWithoutError_isTheCause() throws Exception {
    try (JudgedServer server =
        judged((exchange, request, response) -> response.setStatus(503), errors())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted()).isEqualTo(Map.of("failed bad error:503 none", 1));
      assertThat(server.told()).isEqualTo(Map.of("broken", "failed", "cause", "error:503"));
    }
  }

  @Test
  void end_clientsError_isGood() throws Exception {
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              exchange.recordError(new IllegalArgumentException("not a number"));
              response.sendError(400);
            },
            errors())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted()).isEqualTo(Map.of("failed good none none", 1));
    }
  }

  @Test
  void end_asynchronousTimeout_isTheCause() throws Exception {
    try (JudgedServer server =
        judged((exchange, request, response) -> request.startAsync().setTimeout(50), errors())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted()).isEqualTo(Map.of("failed bad error:timeout none", 1));
    }
  }

  @Test
  void end_truncated_namesTheError() throws Exception {
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              response.flushBuffer();
              throw new UnsupportedOperationException("cut");
            },
            errors())) {
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted())
          .isEqualTo(Map.of("failed bad error:UnsupportedOperationException none", 1));
    }
  }

  @Test
  void end_clientGoneAndTheApplicationBroke_isAnErrorOfTheApplication() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (JudgedServer server =
        judged(
            (exchange, request, response) -> {
              response.flushBuffer();
              gone.await();
              try {
                while (true) {
                  response.getOutputStream().write(BODY);
                }
              } catch (IOException expected) {
                throw new IllegalStateException("its own");
              }
            },
            errors())) {
      try (Socket client = server.ask("/a", 4 * 1024)) {
        client.getInputStream().read();
        client.setSoLinger(true, 0);
      }
      gone.countDown();
      assertThat(server.awaitEnd().outcome().ending()).isEqualTo(Ending.ABORTED);

      assertThat(server.counted())
          .isEqualTo(Map.of("failed bad error:IllegalStateException none", 1));
    }
  }

  // Bounds -------------------------------------------------------------------------------------

  @Test
  void end_endlessNames_areBounded() throws Exception {
    try (JudgedServer server =
        new JudgedServer(
                handler -> handler,
                10,
                Slo.occupancy("*", Duration.ofNanos(1), 0.9).named("released"),
                Slo.errors("*", 0.9).named("failed"))
            .on(
                "/a/*",
                (exchange, request, response) -> {
                  String path = request.getPathInfo();
                  exchange.route("/hostile" + path);
                  exchange
                      .cleanups()
                      .register(
                          "close" + path + "\n\"", // longer than the rest, however busy it is here
                          outcome -> work(30 + 3 * outcome.duration().toMillis()));
                })
            .start()) {
      List<Integer> asked = IntStream.range(0, 40).boxed().toList();
      for (int i : asked) {
        server.get("/a/" + i);
        server.awaitEnd();
      }

      assertThat(server.counted())
          .containsEntry("failed good none none", 40)
          .containsEntry("released bad cleanup:other none", 30)
          .hasSize(12)
          .allSatisfy((tags, count) -> assertThat(tags).doesNotContain("\n", "\""));
    }
  }

  @Test
  void end_meterRemoved_isMadeAnew() throws Exception {
    try (JudgedServer server = judged((exchange, request, response) -> {}, errors())) {
      server.registry.clear();
      server.get("/a");
      server.awaitEnd();

      assertThat(server.counted()).isEqualTo(Map.of("failed good none none", 1));
    }
  }

  @Test
  void create_anyObjective_startsWithCountersOfZero() throws Exception {
    try (JudgedServer server = judged((exchange, request, response) -> {}, latency(), errors())) {
      assertThat(server.registry.find("backstop.slo.exchanges").counters())
          .allSatisfy(counter -> assertThat(counter.count()).isZero())
          .extracting(
              counter -> counter.getId().getTag("slo") + " " + counter.getId().getTag("result"))
          .containsExactlyInAnyOrder("answer good", "answer bad", "failed good", "failed bad");
      assertThat(server.counted()).isEmpty();
    }
  }
}
