package dev.backstop.harness.stress;

import dev.backstop.Backstop;
import dev.backstop.harness.ServerStarter;
import dev.backstop.observe.Metrics;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stress run: a server, a Backstop with metrics, and clients that visit it all at once.
 *
 * <p>Not thread-safe.
 */
final class StressRun {
  private static final Logger LOGGER = LoggerFactory.getLogger(StressRun.class);
  private static final int CONNECTIONS = 200;
  private static final Duration PROGRESS = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<PitfallKind, LongAdder> pitfalls = new ConcurrentHashMap<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(8);
  private final Backstop backstop;

  StressRun(long seed, int visits) {
    ledger = new Ledger(seed, visits);
    backstop =
        Backstop.builder()
            .use(Metrics.create(meters))
            .use(
                exchange -> {
                  ledger.opened(exchange.path());
                  return (outcome, report) -> {};
                })
            .onPitfall(
                pitfall ->
                    pitfalls.computeIfAbsent(pitfall.kind(), any -> new LongAdder()).increment())
            .onOutcome(ledger::ended)
            .build();
  }

  StressReport run(ServerStarter starter) throws Exception {
    VisitSite site = new VisitSite(ledger, pool);
    ServerStarter.Server server =
        starter.start(context -> site.initialize(context, backstop), VisitSite.errorPages());
    long start = System.nanoTime();
    try {
      visit(server.port());
      awaitEnd();
      ledger.openAtTheEnd(OpenNow.in(backstop));
    } finally {
      server.stop();
    }
    pool.shutdown();
    if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
      ledger.fault("tasks of the application are still running");
    }
    ledger.meters(requestsMetered(), active());
    ledger.pitfalls(counts());
    StressReport report = ledger.report(Duration.ofNanos(System.nanoTime() - start));
    LOGGER.info("{}", report.summary());
    return report;
  }

  private long requestsMetered() {
    return meters.find("http.server.requests").timers().stream().mapToLong(Timer::count).sum();
  }

  private double active() {
    return meters.get("backstop.exchanges.active").gauge().value();
  }

  private void visit(int port) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Thread client = new Thread(new Visitor(port, ledger, next), "visitor-" + i);
      client.setDaemon(true);
      client.start();
      clients.add(client);
    }
    long told = System.nanoTime();
    for (Thread client : clients) {
      while (client.isAlive()) {
        client.join(100);
        if (System.nanoTime() - told > PROGRESS.toNanos()) {
          told = System.nanoTime();
          LOGGER.info(
              "{} of {} visits, {} exchanges open, pitfalls {}",
              ledger.done(),
              ledger.visits(),
              ledger.openNow(),
              counts());
        }
      }
    }
  }

  private Map<PitfallKind, Long> counts() {
    Map<PitfallKind, Long> counts = new EnumMap<>(PitfallKind.class);
    pitfalls.forEach((kind, count) -> counts.put(kind, count.sum()));
    return counts;
  }

  /** Waits until every exchange has ended, those too that the server has yet to read. */
  private void awaitEnd() {
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(40))
          .during(Duration.ofMillis(300))
          .until(() -> ledger.openNow() == 0);
    } catch (ConditionTimeoutException e) {
      ledger.fault(ledger.openNow() + " exchanges are still open");
    }
  }
}
