package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.HandMade.Head;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.status.StatusCapturingResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What never ends by itself: the fallback after a terminal sign, the report age, a context's stop.
 */
class FallbackTest {
  private final AtomicLong now = new AtomicLong();
  private final List<Pitfall> pitfalls = new CopyOnWriteArrayList<>();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<CleanupReport> reports = new CopyOnWriteArrayList<>();
  private final Object home = new Object();
  private int users; // of the watchdog

  private final Backstop backstop =
      builder().fallbackAfter(Duration.ofSeconds(3)).reportAge(Duration.ofSeconds(60)).build();

  private BackstopBuilder builder() {
    return Backstop.builder()
        .clock(now::get)
        .onPitfall(pitfalls::add)
        .onOutcome(
            (outcome, report) -> {
              outcomes.add(outcome);
              reports.add(report);
            });
  }

  private ExchangeLife open() {
    return backstop.open(Head.get("/stream"), null, home);
  }

  private void start(Backstop started) {
    started.started(home);
    users++;
  }

  @AfterEach
  void everyWatchdogIsStopped() {
    assertThat(users).as("started and not stopped").isZero();
  }

  private void stop(Backstop started) {
    started.stopped(home);
    users--;
  }

  /** The watchdog looks, once a second, so many times. */
  private void seconds(ExchangeLife life, int count) {
    for (int i = 0; i < count; i++) {
      life.inspect(now.addAndGet(TimeUnit.SECONDS.toNanos(1)));
    }
  }

  // After a terminal sign ----------------------------------------------------------------------

  @Test
  void terminalAndNoSignal_afterTheWait_isEndedAndTold() {
    ExchangeLife life = open();
    life.terminal();

    seconds(life, 3);
    assertThat(life.isEnded()).isFalse();

    seconds(life, 1);
    await().until(() -> outcomes.size() == 1);
    assertThat(outcomes.get(0).ending()).isEqualTo(Ending.UNFINISHED);
    assertThat(pitfalls).extracting(Pitfall::kind).containsExactly(PitfallKind.NEVER_ENDED);
    assertThat(pitfalls.get(0).exchange()).isEqualTo("GET /stream");
  }

  @Test
  void terminalAndTheContainerIsSending_isLeftToIt() {
    ExchangeLife life = open();
    AtomicBoolean sending = new AtomicBoolean(true);
    life.transfer(sending::get);
    life.terminal();

    seconds(life, 50);
    assertThat(life.isEnded()).isFalse();

    sending.set(false);
    seconds(life, 4);
    assertThat(life.isEnded()).isTrue();
  }

  @Test
  void terminalAndTheSignalComes_isTheContainersOutcome() {
    ExchangeLife life = open();
    life.terminal();
    seconds(life, 2);

    life.end(200, Ending.COMPLETED, 3, null, null);
    seconds(life, 10);

    assertThat(outcomes).extracting(Outcome::ending).containsExactly(Ending.COMPLETED);
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void asyncCompleteWithASignalToCome_isATerminalSignAndNoEnd() {
    ExchangeLife life = open();

    life.asyncComplete();
    assertThat(life.isEnded()).isFalse();

    seconds(life, 4);
    assertThat(life.isEnded()).isTrue();
  }

  // Age ----------------------------------------------------------------------------------------

  @Test
  void noTerminalSign_atTheReportAge_isToldOnceAndNeverEnded() {
    ExchangeLife life = open();

    seconds(life, 60);
    assertThat(pitfalls).isEmpty();

    seconds(life, 60); // twice the age: a stream that lives is no leak
    assertThat(pitfalls).extracting(Pitfall::kind).containsExactly(PitfallKind.STILL_OPEN);
    assertThat(pitfalls.get(0).detail()).isEqualTo("61 s");
    assertThat(life.isEnded()).isFalse();

    life.end(200, Ending.COMPLETED, 0, null, null);
    assertThat(outcomes).extracting(Outcome::ending).containsExactly(Ending.COMPLETED);
  }

  // A context stops ----------------------------------------------------------------------------

  @Test
  void stopped_endsWhatIsOpenAtThatHomeAndNothingElse() {
    start(backstop);
    ExchangeLife here = open();
    ExchangeLife elsewhere = backstop.open(Head.get("/"), null, new Object());

    stop(backstop);

    assertThat(here.isEnded()).isTrue();
    assertThat(outcomes).extracting(Outcome::ending).containsExactly(Ending.UNFINISHED);
    assertThat(elsewhere.isEnded()).isFalse();
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void stopped_cleanupsHaveRunWhenItReturns() {
    start(backstop);
    ExchangeLife life = open();
    List<Ending> seen = new CopyOnWriteArrayList<>();
    life.cleanups().register("close", outcome -> seen.add(outcome.ending()));

    stop(backstop);

    assertThat(seen).containsExactly(Ending.UNFINISHED);
  }

  /** Jetty throws NullPointerException, Tomcat IllegalStateException where it has recycled one. */
  @Test
  void stopped_responseHasBeenRecycled_endsAllTheSameAndSoDoTheOthers() {
    start(backstop);
    for (int i = 0; i < 3; i++) {
      ExchangeLife life = open();
      HttpServletResponse recycled =
          HandMade.proxy(
              HttpServletResponse.class,
              (proxy, method, arguments) -> {
                throw new IllegalStateException("recycled");
              });
      life.served(null, new StatusCapturingResponseWrapper(recycled, life));
    }

    stop(backstop);

    assertThat(outcomes)
        .hasSize(3)
        .allSatisfy(outcome -> assertThat(outcome.ending()).isEqualTo(Ending.UNFINISHED));
  }

  // With its thread ----------------------------------------------------------------------------

  @Test
  void watchdog_running_endsWhatIsOverdue() {
    Backstop quick = builder().fallbackAfter(Duration.ofSeconds(1)).build();
    start(quick);
    try {
      quick.open(Head.get("/"), null, home).terminal();

      await().atMost(Duration.ofSeconds(20)).until(() -> outcomes.size() == 1);
    } finally {
      stop(quick);
    }
    assertThat(outcomes).extracting(Outcome::ending).containsExactly(Ending.UNFINISHED);
  }

  /** The limits of cleanups are kept by the watchdog, so it must not run cleanups itself. */
  @Test
  void watchdog_endsWhatIsOverdue_aTimeLimitOfItsCleanupsHolds() {
    Backstop quick = builder().fallbackAfter(Duration.ofSeconds(1)).build();
    CountDownLatch never = new CountDownLatch(1);
    start(quick);
    try {
      ExchangeLife life = quick.open(Head.get("/"), null, home);
      life.cleanups().register("stuck", outcome -> never.await()).timeout(Duration.ofMillis(50));
      life.terminal();

      await().atMost(Duration.ofSeconds(20)).until(() -> outcomes.size() == 1);
    } finally {
      never.countDown();
      stop(quick);
    }
    assertThat(reports.get(0).failures().get(0).failure()).isInstanceOf(TimeoutException.class);
  }

  @Test
  void watchdog_anExchangeCannotBeRead_theOthersAreStillLookedAt() {
    Backstop quick = builder().fallbackAfter(Duration.ofSeconds(1)).build();
    start(quick);
    try {
      ExchangeLife broken = quick.open(Head.get("/broken"), null, home);
      HttpServletResponse recycled =
          HandMade.proxy(
              HttpServletResponse.class,
              (proxy, method, arguments) -> {
                throw new IllegalStateException("recycled");
              });
      broken.served(null, new StatusCapturingResponseWrapper(recycled, broken));
      broken.terminal();
      await().atMost(Duration.ofSeconds(20)).until(() -> outcomes.size() == 1);

      quick.open(Head.get("/second"), null, home).terminal();
      await().atMost(Duration.ofSeconds(20)).until(() -> outcomes.size() == 2);
    } finally {
      stop(quick);
    }
  }
}
