package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The timers {@code backstop.cleanup}. */
class CleanupTimersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong clock = new AtomicLong();
  private final List<CleanupReport> reports = new ArrayList<>();

  private void send(MetricsBuilder metrics, Consumer<Exchange> work) {
    send(metrics.build(), work);
  }

  private void send(Middleware middleware, Consumer<Exchange> work) {
    Backstop backstop =
        Backstop.builder()
            .use(middleware)
            .clock(clock::get)
            .onOutcome((outcome, report) -> reports.add(report))
            .build();
    new Sent().to(backstop, work, 200);
  }

  private List<String> timers() {
    return registry.find("backstop.cleanup").timers().stream()
        .map(
            timer ->
                timer.getId().getTag("cleanup")
                    + " "
                    + timer.getId().getTag("outcome")
                    + " "
                    + timer.count()
                    + " "
                    + (long) timer.totalTime(TimeUnit.MILLISECONDS))
        .sorted()
        .toList();
  }

  private void after(long millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void end_cleanupsOfEachKind_areTimedByNameAndOutcome() {
    send(
        Metrics.builder(registry),
        exchange -> {
          exchange.cleanups().register("db", outcome -> after(3));
          exchange.cleanups().register("db", outcome -> after(4));
          exchange
              .cleanups()
              .register(
                  "db",
                  outcome -> {
                    after(5);
                    throw new IllegalStateException();
                  });
          exchange
              .cleanups()
              .register(
                  "stuck",
                  outcome -> {
                    after(6);
                    new CountDownLatch(1).await();
                  })
              .timeout(Duration.ofMillis(10));
        });

    assertThat(timers()).containsExactly("db failed 1 5", "db ok 2 7", "stuck timed_out 1 6");
    assertThat(registry.get("backstop.cleanup.failures").tag("cleanup", "stuck").counter().count())
        .isOne();
  }

  @Test
  void early_isTimedOnceWhateverBecameOfIt() {
    send(
        Metrics.builder(registry),
        exchange -> {
          exchange.cleanups().register("db", outcome -> after(3)).runNow();
          exchange
              .cleanups()
              .register(
                  "db",
                  outcome -> {
                    after(5);
                    throw new IllegalStateException();
                  })
              .runNow();
          exchange
              .cleanups()
              .registerAsync(
                  "post",
                  Duration.ofSeconds(10),
                  outcome -> {
                    after(7);
                    return CompletableFuture.completedFuture(null);
                  })
              .runNow();
        });

    assertThat(timers()).containsExactly("db failed 1 5", "db ok 1 3", "post ok 1 7");
    assertThat(registry.get("backstop.cleanup.failures").counter().count()).isOne();
  }

  @Test
  void late_isTimedAndItsFailureCounted() {
    List<Exchange> kept = new ArrayList<>();
    send(Metrics.builder(registry), kept::add);

    kept.get(0)
        .cleanups()
        .register(
            "db",
            outcome -> {
              after(5);
              throw new IllegalStateException();
            });

    assertThat(timers()).containsExactly("db failed 1 5");
    assertThat(registry.get("backstop.cleanup.failures").counter().count()).isOne();
  }

  @Test
  void end_noCleanupsOfTheApplication_makesNoTimer() {
    send(Metrics.builder(registry), exchange -> {});

    assertThat(reports.get(0).count()).isOne();
    assertThat(timers()).isEmpty();
  }

  @Test
  void withoutCleanupTimers_cleanupFails_isCountedAndNotTimed() {
    send(
        Metrics.builder(registry).withoutCleanupTimers(),
        exchange -> exchange.cleanups().register("audit", outcome -> Integer.parseInt("x")));

    assertThat(timers()).isEmpty();
    assertThat(registry.get("backstop.cleanup.failures").counter().count()).isOne();
    assertThat(reports.get(0).cleanups().get(0).durationNanos()).isEqualTo(-1);
  }

  /** One that wraps it, and does not ask for durations in its place, has none to record. */
  @Test
  void end_wrappedByAMiddlewareThatAsksForNothing_recordsNothingFalse() {
    Metrics metrics = Metrics.create(registry);
    Middleware around =
        new Middleware() {
          @Override
          public Watch start(Exchange exchange) {
            return metrics.start(exchange);
          }
        };

    send(around, exchange -> exchange.cleanups().register("db", outcome -> after(3)));

    assertThat(timers()).isEmpty();
  }

  @Test
  void end_namesPastTheLimit_becomeOther() {
    Metrics metrics = Metrics.builder(registry).maxCleanups(2).tag("app", "shop").build();
    for (int i = 0; i < 50; i++) {
      String name = "cleanup-" + i;
      send(metrics, exchange -> exchange.cleanups().register(name, outcome -> after(1)));
    }

    assertThat(timers()).containsExactly("cleanup-0 ok 1 1", "cleanup-1 ok 1 1", "other ok 48 48");
    assertThat(registry.find("backstop.cleanup").timers())
        .allSatisfy(timer -> assertThat(timer.getId().getTag("app")).isEqualTo("shop"));
  }

  @Test
  void end_timerRemovedFromTheRegistry_isMadeAnew() {
    Metrics metrics = Metrics.create(registry);
    send(metrics, exchange -> exchange.cleanups().register("db", outcome -> after(1)));

    registry.remove(registry.get("backstop.cleanup").timer());
    send(metrics, exchange -> exchange.cleanups().register("db", outcome -> after(2)));

    assertThat(timers()).containsExactly("db ok 1 2");
  }

  @Test
  void record_knownTimers_allocatesNothing() {
    send(
        Metrics.builder(registry),
        exchange -> {
          for (int i = 0; i < 20; i++) {
            exchange.cleanups().register("db", outcome -> after(1));
          }
        });
    CleanupTimers timers =
        new CleanupTimers(
            Tags.empty(), new BoundedNames("cleanup", 10, "other", "raise the limit"), registry);
    CleanupReport report = reports.get(0);

    assertThat(
            Allocation.bytesPerCall(
                () -> {
                  timers.record(report);
                  return timers;
                }))
        .isZero();
    assertThat(registry.get("backstop.cleanup").timer().count()).isGreaterThan(100_000);
  }

  @Test
  void meters_afterACleanup_haveADescription() {
    send(
        Metrics.builder(registry),
        exchange -> exchange.cleanups().register("db", outcome -> after(1)));

    Timer timer = registry.get("backstop.cleanup").timer();
    assertThat(timer.getId().getDescription()).isNotBlank();
  }
}
