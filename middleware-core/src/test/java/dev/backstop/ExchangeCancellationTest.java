package dev.backstop;

import static dev.backstop.PitfallServer.nextLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.HandMade.Head;
import dev.backstop.cancellation.CancelReason;
import dev.backstop.cancellation.Cancellation;
import dev.backstop.cancellation.CancelledException;
import dev.backstop.cancellation.InterruptScope;
import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cancels an exchange, when, and on which thread the reactions are done. */
class ExchangeCancellationTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration NEVER = Duration.ofHours(1);

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Queue<Pitfall> pitfalls = new ConcurrentLinkedQueue<>();
  private final Backstop backstop = Backstop.builder().onPitfall(pitfalls::add).build();
  private final ExchangeLife life = open(backstop);
  private final PitfallServer server = new PitfallServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private ExchangeLife open(Backstop by) {
    return by.open(Head.get("/orders"), null, this);
  }

  private static void complete(ExchangeLife open) {
    open.end(200, Ending.COMPLETED, 0, null, null);
  }

  private static void awaitCancelled(Cancellation cancellation) {
    Awaitility.await().until(cancellation::isCancelled);
  }

  // Its making -----------------------------------------------------------------------------------

  @Test
  void cancellation_notAskedFor_isNotMade() {
    complete(life);

    assertThat(life.cancellation).isNotInstanceOf(ExchangeCancellation.class);
    assertThat(ended().cancellation).as("one constant for all").isSameAs(life.cancellation);
  }

  private ExchangeLife ended() {
    ExchangeLife other = open(backstop);
    complete(other);
    return other;
  }

  @Test
  void cancellation_askedTwice_isTheSame() {
    assertThat(life.cancellation()).isSameAs(life.cancellation());
    assertThat(life.deadline(NEVER)).isSameAs(life.cancellation());
    complete(life);
  }

  @Test
  void cancellation_askedAfterAFailedWrite_isBornCancelledWithItsCause() {
    IOException broken = new IOException("broken pipe");
    life.writeFailed(broken);

    Cancellation late = life.cancellation();

    assertThat(late.reason()).isEqualTo(CancelReason.CLIENT_GONE);
    assertThat(late.cause()).isSameAs(broken);
    complete(life);
    assertThat(late.reason()).isEqualTo(CancelReason.CLIENT_GONE);
  }

  @Test
  void cancellation_askedAfterTheEnd_isBornCancelled() {
    complete(life);

    life.cancellation().onCancel("late", () -> events.add("late"));

    assertThat(life.cancellation().reason()).isEqualTo(CancelReason.ENDED);
    assertThat(events).containsExactly("late");
  }

  // The end --------------------------------------------------------------------------------------

  @Test
  void end_reactionsAreDoneOnceWithTheOutcomeKnownBeforeTheCleanups() throws Exception {
    AtomicReference<Exchange> seen = new AtomicReference<>();
    server
        .serve(
            "/orders",
            (request, response) -> {
              Exchange exchange = Exchange.of(request);
              seen.set(exchange);
              exchange.cleanups().register("cleanup", outcome -> events.add("cleanup"));
              exchange
                  .cancellation()
                  .onCancel(
                      "reaction",
                      () ->
                          events.add(
                              exchange.cancellation().reason()
                                  + " of "
                                  + exchange.outcome().status()));
              exchange.cleanups().register("cleanup", outcome -> events.add("cleanup"));
              response.setStatus(202);
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(202);

    assertThat(events).containsExactly("ENDED of 202", "cleanup", "cleanup");
    assertThat(server.pitfalls()).isEmpty();
    assertThatThrownBy(() -> seen.get().cancellation().check())
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("GET /orders was cancelled (ENDED: the exchange ended)");
  }

  @Test
  void end_afterAnEarlierReason_keepsThatOne() {
    life.cancellation().onCancel("once", () -> events.add("once"));
    assertThat(life.cancellation().cancel()).isTrue();

    complete(life);

    assertThat(life.cancellation().reason()).isEqualTo(CancelReason.EXPLICIT);
    assertThat(events).containsExactly("once");
  }

  @Test
  void end_aborted_isTheLossOfTheClient() {
    Cancellation cancellation = life.cancellation();
    IOException broken = new IOException("broken pipe");

    life.end(200, Ending.ABORTED, 0, broken, null);

    assertThat(cancellation.reason()).isEqualTo(CancelReason.CLIENT_GONE);
    assertThat(cancellation.cause()).isSameAs(broken);
  }

  /** A selector's thread ends it: the reactions go where the cleanups go. */
  @Test
  void end_onAThreadThatMustNotWait_reactsElsewhereBeforeTheCleanups() {
    List<Runnable> tasks = new CopyOnWriteArrayList<>();
    life.cancellation().onCancel("reaction", () -> events.add("reaction"));
    life.cleanups().register("cleanup", outcome -> events.add("cleanup"));

    life.end(200, Ending.COMPLETED, 0, null, tasks::add);

    assertThat(life.cancellation().reason()).isEqualTo(CancelReason.ENDED);
    assertThat(events).isEmpty();
    tasks.forEach(Runnable::run);
    assertThat(events).containsExactly("reaction", "cleanup");
  }

  /** The unwinding waits for a carried task; what is to make that return must not wait too. */
  @Test
  @SuppressWarnings("try") // the body does not name the scope
  void end_whileATaskIsCarried_cancelsItBeforeTheUnwindingWaits() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    server
        .serve(
            "/orders",
            (request, response) -> {
              Exchange exchange = Exchange.of(request);
              exchange.cleanups().register("cleanup", outcome -> events.add("cleanup"));
              Runnable task =
                  exchange.wrap(
                      () -> {
                        try (InterruptScope scope = exchange.cancellation().interrupting()) {
                          inside.countDown();
                          new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                          events.add("interrupted by " + exchange.cancellation().reason());
                        }
                      });
              new Thread(task).start();
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(inside.getCount()).isZero();
    assertThat(events).containsExactly("interrupted by ENDED", "cleanup");
    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void contextStop_openExchange_isCancelledWithServerStop() {
    AtomicReference<CancelReason> reason = new AtomicReference<>();
    Cancellation cancellation = life.cancellation();
    cancellation.onCancel("told", () -> reason.set(cancellation.reason()));

    backstop.stopped(this);

    Awaitility.await().until(() -> reason.get() == CancelReason.SERVER_STOP);
    assertThat(life.outcome().ending()).isEqualTo(Ending.UNFINISHED);
  }

  @Test
  void asyncTimeout_ofTheContainer_isCancelledWithTimeout() throws Exception {
    CompletableFuture<CancelReason> reason = new CompletableFuture<>();
    server
        .serve(
            "/orders",
            (request, response) -> {
              Cancellation cancellation = Exchange.of(request).cancellation();
              cancellation.onCancel("told", () -> reason.complete(cancellation.reason()));
              AsyncContext async = request.startAsync();
              async.setTimeout(SOON.toMillis());
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(500);

    assertThat(reason.get(20, TimeUnit.SECONDS)).isEqualTo(CancelReason.TIMEOUT);
  }

  // The deadline ---------------------------------------------------------------------------------

  @Test
  @SuppressWarnings("try") // the body does not name the scope
  void deadline_passesWhileAServletIsBlocked_interruptsItAndLeavesItsThreadClean()
      throws Exception {
    server
        .serve(
            "/slow",
            (request, response) -> {
              Cancellation cancellation = Exchange.of(request).deadline(SOON);
              try (InterruptScope scope = cancellation.interrupting()) {
                new CountDownLatch(1).await(20, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                events.add(cancellation.reason() + " " + Thread.currentThread().isInterrupted());
                response.setStatus(503);
              }
              events.add("afterwards " + Thread.currentThread().isInterrupted());
            })
        .start();

    assertThat(server.visit("/slow")).isEqualTo(503);

    assertThat(events).containsExactly("DEADLINE false", "afterwards false");
    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void deadline_passesAndCheckEscapes_theErrorNamesExchangeAndLine() throws Exception {
    AtomicReference<StackTraceElement> site = new AtomicReference<>();
    server
        .serve(
            "/slow",
            (request, response) -> {
              Cancellation cancellation = Exchange.of(request).deadline(Duration.ZERO);
              site.set(nextLine());
              cancellation.check();
            })
        .start();

    assertThat(server.jetty().status("/slow")).isEqualTo(500);

    var outcome = server.awaitEnd();
    assertThat(outcome.errorType()).isEqualTo(CancelledException.class.getName());
    assertThat(outcome.errorOrigin()).isNotNull();
    assertThat(outcome.errorOrigin().toString()).isEqualTo(site.get().toString());
    assertThat(outcome.error()).hasMessageContaining("GET /slow was cancelled (DEADLINE");
  }

  @Test
  void deadline_several_theEarliestCountsAndOneTimerIsLeft() {
    int before = timers();

    Cancellation cancellation = life.deadline(NEVER);
    life.deadline(NEVER.multipliedBy(2));
    assertThat(timers()).isEqualTo(before + 1);
    life.deadline(Duration.ofMillis(50));
    life.deadline(NEVER);
    assertThat(timers()).isLessThanOrEqualTo(before + 1);

    awaitCancelled(cancellation);
    assertThat(cancellation.reason()).isEqualTo(CancelReason.DEADLINE);
    complete(life);
    assertThat(timers()).isEqualTo(before);
  }

  @Test
  void deadline_exchangeEndsBefore_leavesNoTimer() {
    int before = timers();
    life.deadline(NEVER);
    assertThat(timers()).isEqualTo(before + 1);

    complete(life);

    assertThat(timers()).isEqualTo(before);
    life.deadline(NEVER);
    assertThat(timers()).as("after the end").isEqualTo(before);
    assertThat(life.cancellation().reason()).isEqualTo(CancelReason.ENDED);
  }

  private int timers() {
    return ((ScheduledThreadPoolExecutor) backstop.scheduler()).getQueue().size();
  }

  @Test
  void deadline_thatHasPassed_cancelsAtOnce() {
    assertThat(life.deadline(Duration.ofSeconds(-1)).reason()).isEqualTo(CancelReason.DEADLINE);
    complete(life);

    ExchangeLife other = open(backstop);
    assertThat(other.deadline(Duration.ZERO).reason()).isEqualTo(CancelReason.DEADLINE);
    complete(other);
  }

  @Test
  void deadline_ofCenturies_isNone() {
    assertThat(life.deadline(Duration.ofSeconds(Long.MAX_VALUE)).isCancelled()).isFalse();
    assertThat(life.deadline(SOON)).satisfies(ExchangeCancellationTest::awaitCancelled);
    complete(life);
  }

  @Test
  void deadline_null_isRefused() {
    assertThatThrownBy(() -> life.deadline(null)).hasMessageStartingWith("deadline is null");
    complete(life);
  }

  // Where the reactions are done -----------------------------------------------------------------

  /** A reaction that hangs must hold up neither the watchdog nor the deadline of another. */
  @Test
  void deadline_reactionHangs_theNextDeadlineIsKept() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    life.cancellation()
        .onCancel(
            "hangs",
            () -> {
              hanging.countDown();
              assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
              events.add("went on");
            });
    life.deadline(SOON);
    assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();

    ExchangeLife other = open(backstop);
    awaitCancelled(other.deadline(SOON));

    assertThat(events).isEmpty();
    goOn.countDown();
    Awaitility.await().until(() -> events.contains("went on"));
    complete(other);
    complete(life);
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void signal_reactions_areDoneOnTheExecutorThatWasSet() {
    List<Runnable> tasks = new CopyOnWriteArrayList<>();
    ExchangeLife own = open(Backstop.builder().executor(tasks::add).build());
    own.cancellation().onCancel("told", () -> events.add("told"));

    own.writeFailed(new IOException("broken pipe"));

    assertThat(own.cancellation().reason()).isEqualTo(CancelReason.CLIENT_GONE);
    assertThat(events).isEmpty();
    assertThat(tasks).hasSize(1);
    tasks.get(0).run();
    assertThat(events).containsExactly("told");
    complete(own);
  }

  @Test
  void signal_executorRefuses_reactionsAreDoneAllTheSame() {
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    ExchangeLife own = open(Backstop.builder().executor(full).build());
    own.cancellation().onCancel("told", () -> events.add("told"));

    own.timedOut();

    Awaitility.await().until(() -> events.contains("told"));
    assertThat(own.cancellation().reason()).isEqualTo(CancelReason.TIMEOUT);
    complete(own);
  }

  /** The executor is slow: what it has not begun is done before the cleanups, and not twice. */
  @Test
  void end_reactionsStillWaiting_areDoneBeforeTheCleanups() {
    List<Runnable> tasks = new CopyOnWriteArrayList<>();
    ExchangeLife own = open(Backstop.builder().executor(tasks::add).build());
    own.cancellation().onCancel("told", () -> events.add("told"));
    own.cleanups().register("cleanup", outcome -> events.add("cleanup"));
    own.timedOut();
    assertThat(events).isEmpty();

    complete(own);
    tasks.forEach(Runnable::run);

    assertThat(events).containsExactly("told", "cleanup");
  }

  /** A reaction may use what a cleanup releases: whoever does it, the cleanups wait for it. */
  @Test
  void end_aReactionIsBeingDoneOnAnotherThread_theCleanupsComeAfterIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    life.cancellation().onCancel("slow", () -> slowly(begun, goOn));
    life.cleanups().register("cleanup", outcome -> events.add("cleanup"));
    life.writeFailed(new IOException("broken pipe"));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    complete(life);
    goOn.countDown();

    Awaitility.await().until(() -> events.contains("cleanup"));
    assertThat(events).containsExactly("reaction", "cleanup");
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void end_onAThreadThatMustNotWait_theCleanupsComeAfterASlowReaction() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Executor fresh = task -> new Thread(task).start();
    life.cancellation().onCancel("slow", () -> slowly(begun, goOn));
    life.cleanups().register("cleanup", outcome -> events.add("cleanup"));

    life.end(200, Ending.COMPLETED, 0, null, fresh);
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(goOn.await(200, TimeUnit.MILLISECONDS)).isFalse(); // time for a wrong order
    goOn.countDown();

    Awaitility.await().until(() -> events.contains("cleanup"));
    assertThat(events).containsExactly("reaction", "cleanup");
  }

  /** The stop does the reactions where it unwinds: nothing else is begun, to be overtaken. */
  @Test
  void contextStop_slowReaction_theCleanupsComeAfterIt() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cleaned = new CountDownLatch(1);
    Executor eager =
        task -> {
          new Thread(task).start();
          awaitQuietly(begun, 10_000);
        };
    Backstop own = Backstop.builder().executor(eager).onPitfall(pitfalls::add).build();
    ExchangeLife open = open(own);
    open.cancellation()
        .onCancel(
            "slow",
            () -> {
              begun.countDown();
              events.add("cleaned " + awaitQuietly(cleaned, 200));
            });
    open.cleanups().register("cleanup", outcome -> cleaned.countDown());

    own.stopped(this);

    Awaitility.await().until(() -> cleaned.getCount() == 0 && !events.isEmpty());
    assertThat(events).containsExactly("cleaned false");
    assertThat(open.cancellation().reason()).isEqualTo(CancelReason.SERVER_STOP);
    assertThat(pitfalls).isEmpty();
  }

  private static boolean awaitQuietly(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void slowly(CountDownLatch begun, CountDownLatch goOn) throws InterruptedException {
    begun.countDown();
    assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
    events.add("reaction");
  }

  // The pitfall ----------------------------------------------------------------------------------

  @Test
  void cancelReactionFailed_isToldWithTheLineThatThrew() throws Exception {
    AtomicReference<StackTraceElement> site = new AtomicReference<>();
    server
        .serve(
            "/orders",
            (request, response) ->
                Exchange.of(request)
                    .cancellation()
                    .onCancel(
                        "query",
                        () -> {
                          site.set(nextLine());
                          throw new IOException("connection closed");
                        }))
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    Pitfall pitfall = server.onlyPitfall(PitfallKind.CANCEL_REACTION_FAILED, site.get());
    assertThat(pitfall.detail()).isEqualTo("query");
    assertThat(pitfall.cause()).hasMessage("connection closed");
  }

  @Test
  void cancelReactionFailed_removedWhenTheWorkIsDone_isSilent() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) ->
                Exchange.of(request)
                    .cancellation()
                    .onCancel(
                        "query",
                        () -> {
                          throw new IOException("connection closed");
                        })
                    .remove())
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.pitfalls()).isEmpty();
  }
}
