package dev.backstop.harness.stress;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.backstop.Backstop;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.ServerStarter;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.Tracing;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * What has ended can be collected: 100,000 exchanges of all shapes, with log, metrics, spans and
 * cleanups that hold the exchange, its request and its response, leave none of them behind, while
 * the connections that they came on are still open.
 *
 * <p>Extend it and start the container.
 */
public abstract class RetentionContract implements ServerStarter {
  private static final int CONNECTIONS = 16;
  private static final int ROUNDS = 625;
  private static final List<String> ROUND =
      List.of(
          "/plain",
          "/flush",
          "/error",
          "/async",
          "/plain",
          "/dispatch",
          "/flush",
          "/plain",
          "/async",
          "/error");
  private static final int HELD = 50;
  private static final int KEPT = 100; // one report of so many

  /** Each of these belongs to one exchange. */
  private static final List<String> PER_EXCHANGE =
      List.of(
          "dev.backstop.ExchangeLife",
          "dev.backstop.cleanup.CleanupRegistry",
          "dev.backstop.outcome.Outcome",
          "dev.backstop.status.ResponseEvidence",
          "dev.backstop.status.StatusCapturingResponseWrapper");

  private final AtomicInteger ended = new AtomicInteger();
  private final Queue<CleanupReport> kept = new ConcurrentLinkedQueue<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final RetentionSite site = new RetentionSite(pool);

  /** For subclasses. */
  protected RetentionContract() {}

  @Test
  final void exchanges_hundredThousandEnded_nothingOfThemIsReachable() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("dev.backstop.access");
    log.setLevel(Level.TRACE); // the line is made,
    log.setAdditive(false); // and goes nowhere
    ((Logger) LoggerFactory.getLogger("io.undertow.request")).setLevel(Level.OFF);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    SdkTracerProvider tracers = SdkTracerProvider.builder().build();
    Backstop backstop =
        Backstop.builder()
            .use(Tracing.create(OpenTelemetrySdk.builder().setTracerProvider(tracers).build()))
            .use(Metrics.create(meters))
            .use(AccessLog.create())
            .onPitfall(PitfallListener.logging())
            .onOutcome(this::ended)
            .build();
    ServerStarter.Server server = start(context -> site.initialize(context, backstop), Map.of());
    List<RawHttpClient> connections = new ArrayList<>();
    LiveObjects before = LiveObjects.now(); // tests that ran earlier may hold some
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(RawHttpClient.connect(server.port()));
      }
      seesWhatIsHeld(connections.get(0));

      requestAll(connections);
      breakOff(server.port());
      int all = HELD + CONNECTIONS * ROUNDS * ROUND.size() + 2 * CONNECTIONS;
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ended.get() == all);

      assertThat(OpenNow.in(backstop)).isEmpty();
      assertThat(site.samples()).isGreaterThan(500);
      Awaitility.await("what has ended to be collected")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertNothingStays(before));
    } finally {
      try {
        connections.forEach(RawHttpClient::close);
        server.stop();
      } finally {
        pool.shutdownNow();
        tracers.close();
      }
    }
  }

  /** A report is for keeping, and must not keep more than itself. */
  private void ended(Outcome outcome, CleanupReport report) {
    if (ended.incrementAndGet() % KEPT == 0) {
      kept.add(report);
    }
  }

  /** A container may keep the last request of each connection. */
  private void assertNothingStays(LiveObjects before) {
    LiveObjects live = LiveObjects.now();
    for (String className : PER_EXCHANGE) {
      assertThat(live.of(className))
          .as(className)
          .isLessThanOrEqualTo(before.of(className) + CONNECTIONS);
    }
    assertThat(kept).hasSizeGreaterThan(900);
    assertThat(site.reachableSamples()).as("samples").isLessThanOrEqualTo(CONNECTIONS);
  }

  /** Or the count below would show nothing. */
  private void seesWhatIsHeld(RawHttpClient connection) {
    for (int i = 0; i < HELD; i++) {
      assertThat(get(connection, "/hold").status()).isEqualTo(200);
    }
    Awaitility.await().until(() -> ended.get() == HELD);

    LiveObjects live = LiveObjects.now();
    for (String className : PER_EXCHANGE.subList(0, 4)) { // the response is let go at the end
      assertThat(live.of(className)).as(className).isGreaterThanOrEqualTo(HELD);
    }
    site.letGo();
  }

  private static RawResponse get(RawHttpClient connection, String path) {
    return connection.send(head(path)).read("GET");
  }

  private static String head(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  /** Ten requests in one write, and then their answers, again and again. */
  private static void requestAll(List<RawHttpClient> connections)
      throws InterruptedException, ExecutionException {
    StringBuilder heads = new StringBuilder();
    ROUND.forEach(path -> heads.append(head(path)));
    ExecutorService clients = Executors.newFixedThreadPool(connections.size());
    List<Future<?>> done = new ArrayList<>();
    for (RawHttpClient connection : connections) {
      done.add(
          clients.submit(
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  connection.send(heads.toString());
                  for (String path : ROUND) {
                    int expected = path.equals("/error") ? 404 : 200;
                    assertThat(connection.read("GET").status()).as(path).isEqualTo(expected);
                  }
                }
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    clients.shutdown();
  }

  /** Shapes after which servers close the connection. */
  private static void breakOff(int port) {
    for (String path : List.of("/throw", "/timeout")) {
      List<RawHttpClient> connections = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(RawHttpClient.connect(port).send(head(path)));
      }
      for (RawHttpClient connection : connections) {
        assertThat(connection.read("GET").status()).isGreaterThanOrEqualTo(500);
        connection.close();
      }
    }
  }
}
