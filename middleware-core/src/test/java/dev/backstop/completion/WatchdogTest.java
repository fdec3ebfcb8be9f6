package dev.backstop.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final OpenExchanges open = new OpenExchanges();
  private final RecordedExchange recorded = new RecordedExchange();
  private final Watchdog watchdog = new Watchdog(open, () -> 4711);
  private int users;

  private void start() {
    watchdog.start();
    users++;
  }

  private void stop() {
    watchdog.stop();
    users--;
  }

  @AfterEach
  void stopAll() {
    while (users > 0) {
      stop();
    }
  }

  /** Returns the thread that the watchdog's work runs on. */
  private static Thread threadOf(ScheduledExecutorService scheduler) throws InterruptedException {
    AtomicReference<Thread> thread = new AtomicReference<>();
    CountDownLatch ran = new CountDownLatch(1);
    scheduler.execute(
        () -> {
          thread.set(Thread.currentThread());
          ran.countDown();
        });
    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    return thread.get();
  }

  private void awaitLooks(RecordedExchange looked, int times) {
    await().atMost(Duration.ofSeconds(20)).until(() -> looked.calls.size() >= times);
  }

  @Test
  void started_looksAtEveryOpenExchangeWithItsClock() {
    RecordedExchange other = new RecordedExchange();
    open.add(recorded.exchange);
    open.add(other.exchange);

    start();

    awaitLooks(recorded, 2);
    awaitLooks(other, 2);
    assertThat(recorded.calls).containsOnly("inspect(4711)");
  }

  @Test
  void notStarted_hasNoThread() {
    List<Thread> before = watchdogs();

    var unused = new Watchdog(open, () -> 0);

    assertThat(watchdogs()).isSubsetOf(before);
  }

  private static List<Thread> watchdogs() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("backstop-watchdog"))
        .toList();
  }

  @Test
  void started_byTwo_isOneDaemonThreadUntilTheLastStops() throws Exception {
    start();
    Thread thread = threadOf(watchdog.scheduler());
    start();
    assertThat(threadOf(watchdog.scheduler())).isSameAs(thread);
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("backstop-watchdog");

    stop();
    open.add(recorded.exchange);
    awaitLooks(recorded, 1);
    assertThat(thread.isAlive()).isTrue();

    stop();
    await().atMost(Duration.ofSeconds(20)).until(() -> !thread.isAlive());
  }

  @Test
  void started_againAfterTheLastStop_looksAgain() {
    start();
    stop();
    open.add(recorded.exchange);

    start();

    awaitLooks(recorded, 1);
  }

  @Test
  void stop_withoutStart_changesNothing() {
    watchdog.stop();
    open.add(recorded.exchange);

    start();

    awaitLooks(recorded, 1);
  }

  @Test
  void anExchangeThatThrows_isLookedAtAgainAndSoAreTheOthers() {
    recorded.failure = new IllegalStateException("broken");
    RecordedExchange other = new RecordedExchange();
    open.add(recorded.exchange);
    open.add(other.exchange);

    start();

    awaitLooks(recorded, 2);
    awaitLooks(other, 2);
  }

  @Test
  void stop_aTimeLimitIsPending_itIsKept() throws Exception {
    start();
    CountDownLatch passed = new CountDownLatch(1);
    var unused = watchdog.scheduler().schedule(passed::countDown, 100, TimeUnit.MILLISECONDS);

    stop();

    assertThat(passed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** A filter that is used without init, and that nobody ever destroys, leaks no thread. */
  @Test
  void scheduler_withoutStart_itsThreadGoesAwayByItself() throws Exception {
    Thread thread = threadOf(watchdog.scheduler());

    await().atMost(Duration.ofSeconds(30)).until(() -> !thread.isAlive());
  }

  @Test
  void thread_hasNoContextClassLoaderOfAnApplication() throws Exception {
    ClassLoader applications = new ClassLoader(getClass().getClassLoader()) {};
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(applications);
    try {
      assertThat(threadOf(watchdog.scheduler()).getContextClassLoader()).isNotSameAs(applications);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
