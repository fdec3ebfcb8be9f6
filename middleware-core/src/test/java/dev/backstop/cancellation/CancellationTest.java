package dev.backstop.cancellation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cancellation by itself, without an exchange. */
class CancellationTest {
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CancellationTree tree =
      new CancellationTree(
          new CancelMonitor() {
            @Override
            public String describe() {
              return "GET /orders";
            }

            @Override
            public void reactionFailed(String name, Throwable failure) {
              failures.add(name + ": " + failure);
            }
          });
  private final Cancellation token = tree.root();

  // The state ------------------------------------------------------------------------------------

  @Test
  void check_notCancelled_returns() {
    assertThatCode(token::check).doesNotThrowAnyException();

    assertThat(token.isCancelled()).isFalse();
    assertThat(token.reason()).isNull();
    assertThat(token.cause()).isNull();
    assertThat(token).hasToString("GET /orders (not cancelled)");
  }

  @ParameterizedTest
  @EnumSource(CancelReason.class)
  void check_cancelled_throwsTheReasonTheExchangeAndTheCause(CancelReason reason) {
    IOException cause = new IOException("broken pipe");

    assertThat(token.cancel(reason, cause)).isTrue();

    assertThatThrownBy(token::check)
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("GET /orders was cancelled (" + reason + ": " + reason.fact() + ")")
        .hasCause(cause)
        .extracting(thrown -> ((CancelledException) thrown).reason())
        .isEqualTo(reason);
    assertThat(token.cause()).isSameAs(cause);
  }

  @Test
  void cancel_secondTime_changesNothing() {
    assertThat(token.cancel(CancelReason.DEADLINE)).isTrue();

    assertThat(token.cancel(CancelReason.CLIENT_GONE, new IOException("late"))).isFalse();
    assertThat(token.cancel()).isFalse();

    assertThat(token.reason()).isEqualTo(CancelReason.DEADLINE);
    assertThat(token.cause()).isNull();
  }

  @Test
  void cancel_manyThreads_oneWinsAndEachReactionIsDoneOnce() throws Exception {
    int threads = 8;
    List<CancelReason> reasons = List.of(CancelReason.values());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 200; round++) {
        CancellationTree raced = new CancellationTree(tree.monitor());
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
          raced.root().onCancel("counted", runs::incrementAndGet);
        }
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<Boolean>> wins = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          CancelReason reason = reasons.get(i % reasons.size());
          wins.add(
              pool.submit(
                  () -> {
                    start.await();
                    raced.root().onCancel("counted", runs::incrementAndGet);
                    return raced.root().cancel(reason);
                  }));
        }
        int won = 0;
        for (Future<Boolean> win : wins) {
          won += win.get(20, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
        assertThat(runs).hasValue(5 + threads);
        assertThat(raced.hasReactions()).isFalse();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void cancel_withoutReason_isRefused() {
    assertThatThrownBy(() -> token.cancel(null)).hasMessageStartingWith("reason is null");

    assertThat(token.isCancelled()).isFalse();
  }

  // Reactions ------------------------------------------------------------------------------------

  @Test
  void cancel_reactions_areDoneLastRegisteredFirst() {
    token.onCancel("first", () -> done.add("first"));
    token.child("part").onCancel("of the part", () -> done.add("of the part"));
    token.onCancel("last", () -> done.add("last"));

    token.cancel();

    assertThat(done).containsExactly("last", "of the part", "first");
  }

  @Test
  void cancel_reactionThrows_theOthersAreDoneAndItIsTold() {
    token.onCancel("first", () -> done.add("first"));
    token.onCancel(
        "error",
        () -> {
          throw new AssertionError("broken");
        });
    token.onCancel(
        "exception",
        () -> {
          throw new IOException("closed");
        });
    token.onCancel("last", () -> done.add("last"));

    token.cancel();

    assertThat(done).containsExactly("last", "first");
    assertThat(failures)
        .containsExactly(
            "exception: java.io.IOException: closed", "error: java.lang.AssertionError: broken");
  }

  @Test
  void onCancel_alreadyCancelled_isDoneAtOnceOnThisThread() {
    token.cancel();

    Reaction reaction = token.onCancel("late", () -> done.add(Thread.currentThread().getName()));

    assertThat(done).containsExactly(Thread.currentThread().getName());
    assertThat(reaction.remove()).isFalse();
    assertThat(tree.hasReactions()).isFalse();
  }

  @Test
  void onCancel_alreadyCancelledAndThrows_isTold() {
    token.cancel();

    token.onCancel(
        "late",
        () -> {
          throw new IOException("closed");
        });

    assertThat(failures).containsExactly("late: java.io.IOException: closed");
  }

  @Test
  void remove_beforeTheCancellation_isNotDone() {
    Reaction reaction = token.onCancel("taken back", () -> done.add("taken back"));

    assertThat(reaction.remove()).isTrue();
    assertThat(reaction.remove()).isFalse();
    token.cancel();

    assertThat(done).isEmpty();
  }

  @Test
  @SuppressWarnings("try") // the body does not name it
  void onCancel_inTryWithResources_isGoneAfterIt() {
    try (Reaction reaction = token.onCancel("query", () -> done.add("query"))) {
      assertThat(tree.hasReactions()).isTrue();
    }

    assertThat(tree.hasReactions()).isFalse();
    token.cancel();
    assertThat(done).isEmpty();
  }

  @Test
  void onCancel_fromInsideAReaction_isDoneAtOnce() {
    token.onCancel("outer", () -> token.onCancel("inner", () -> done.add("inner")));

    token.cancel();

    assertThat(done).containsExactly("inner");
  }

  @Test
  void onCancel_withoutNameOrAction_isRefused() {
    assertThatThrownBy(() -> token.onCancel(" ", () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is blank; give a short, fixed name");
    assertThatThrownBy(() -> token.onCancel("query", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("action 'query' is null");
  }

  /** A stream of hours: what it registers and removes leaves nothing, before the end. */
  @Test
  void remove_thousandsInAStream_nothingIsRetained() {
    List<WeakReference<Object>> used = new ArrayList<>();
    Reaction stays = token.onCancel("stays", () -> done.add("stays"));
    for (int i = 0; i < 5_000; i++) {
      used.add(oneTurn());
    }

    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return used.stream().allMatch(reference -> reference.get() == null);
            });
    assertThat(stays.remove()).isTrue();
    assertThat(tree.hasReactions()).isFalse();
  }

  private WeakReference<Object> oneTurn() {
    Object resource = new Object();
    try (ChildCancellation child = token.child("turn")) {
      child.onCancel("in the child", () -> done.add(resource.toString()));
      token.onCancel("removed", () -> done.add(resource.toString())).remove();
      InterruptScope scope = child.interrupting();
      scope.close();
    }
    return new WeakReference<>(resource);
  }

  // Interrupts -----------------------------------------------------------------------------------

  @Test
  void interrupting_cancelledWhileBlocked_wakesTheThreadAndLeavesItClean() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              try (InterruptScope scope = token.interrupting()) {
                inside.countDown();
                result.complete(blocked(scope));
              }
              done.add("interrupted afterwards: " + Thread.currentThread().isInterrupted());
            });
    worker.start();
    assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

    token.cancel();
    worker.join();

    assertThat(result.get(1, TimeUnit.SECONDS)).isEqualTo("interrupted, as told: true");
    assertThat(done).containsExactly("interrupted afterwards: false");
  }

  private static String blocked(InterruptScope scope) {
    try {
      return "went on: " + new CountDownLatch(1).await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return "interrupted, as told: " + scope.isInterrupted();
    }
  }

  @Test
  void interrupting_cancelledAndNeverBlocked_leavesTheThreadClean() {
    InterruptScope scope = token.interrupting();
    token.cancel();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();

    scope.close();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void interrupting_closedBefore_isNotInterrupted() {
    InterruptScope scope = token.interrupting();
    scope.close();

    token.cancel();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(scope.isInterrupted()).isFalse();
  }

  @Test
  void interrupting_alreadyCancelled_interruptsAtOnce() {
    token.cancel(CancelReason.ENDED);

    InterruptScope scope = token.interrupting();

    assertThat(scope.isInterrupted()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    scope.close();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void close_interruptOfSomebodyElse_stays() {
    InterruptScope untouched = token.interrupting();
    Thread.currentThread().interrupt();
    untouched.close();
    assertThat(Thread.interrupted()).isTrue();

    Thread.currentThread().interrupt(); // before the scope
    InterruptScope scope = token.interrupting();
    token.cancel();
    scope.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void close_secondTime_takesNoLaterInterruptBack() {
    InterruptScope scope = token.interrupting();
    token.cancel();
    scope.close();
    Thread.currentThread().interrupt(); // somebody else's

    scope.close();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void interrupting_otherThread_isInterruptedUntilTheScopeIsClosed() throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    CountDownLatch go = new CountDownLatch(1);
    Thread worker =
        new Thread(
            () -> {
              try {
                result.complete("went on: " + go.await(20, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                result.complete("interrupted");
              }
            });
    worker.start();
    token.child("closed before").interrupting(worker).close();
    InterruptScope scope = token.interrupting(worker);

    token.cancel();

    assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
    scope.close();
    worker.join();
  }

  /** The close and the cancellation at the same moment: the flag never survives the close. */
  @Test
  void close_racingTheCancellation_neverLeavesTheThreadInterrupted() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 3_000; round++) {
        CancellationTree raced = new CancellationTree(tree.monitor());
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Boolean> worker =
            pool.submit(
                () -> {
                  InterruptScope scope = raced.root().interrupting();
                  awaitEveryone(start);
                  scope.close();
                  return Thread.interrupted();
                });
        Future<?> canceller =
            pool.submit(
                () -> {
                  awaitEveryone(start);
                  raced.root().cancel();
                });
        assertThat(worker.get(20, TimeUnit.SECONDS)).isFalse();
        canceller.get(20, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void awaitEveryone(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It ends the exchange itself, in the scope: nobody else needs to wake it. */
  @Test
  void reactAtEnd_onTheThreadOfAScope_doesNotInterruptIt() {
    InterruptScope scope = token.interrupting();
    token.onCancel("told", () -> done.add("told"));
    tree.mark(CancelReason.ENDED, null);

    tree.reactAtEnd();

    assertThat(done).containsExactly("told");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    scope.close();
  }

  // Futures --------------------------------------------------------------------------------------

  @Test
  void cancelling_future_isCancelledAndItsTaskInterrupted() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      Future<?> future =
          token.cancelling(
              pool.submit(
                  () -> {
                    inside.countDown();
                    try {
                      return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                      interrupted.countDown();
                      throw e;
                    }
                  }));
      assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

      token.cancel();

      assertThat(future.isCancelled()).isTrue();
      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void cancelling_alreadyCancelled_cancelsAtOnce() {
    token.cancel();

    CompletableFuture<String> future = token.cancelling(new CompletableFuture<String>());

    assertThat(future).isCancelled();
  }

  @Test
  void cancelling_futuresThatAreDone_areForgottenBeforeTheEnd() {
    CompletableFuture<String> pending = token.cancelling(new CompletableFuture<>());
    List<WeakReference<Object>> results = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Object result = new Object();
      token.cancelling(new CompletableFuture<>()).complete(result);
      results.add(new WeakReference<>(result));
    }

    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return results.stream().filter(reference -> reference.get() != null).count() < 200;
            });
    token.cancel();
    assertThat(pending).isCancelled();
  }

  @Test
  void exceptionOfCheck_inAFuture_countsAsCancelled() {
    token.cancel();

    CompletableFuture<Void> future = CompletableFuture.runAsync(token::check, Runnable::run);

    assertThatThrownBy(future::join).hasCauseInstanceOf(CancelledException.class);
    CompletableFuture<Void> direct = new CompletableFuture<>();
    try {
      token.check();
    } catch (CancelledException e) {
      direct.completeExceptionally(e);
    }
    assertThat(direct).isCancelled();
  }

  // Children -------------------------------------------------------------------------------------

  @Test
  void child_cancelled_reachesNeitherParentNorSiblings() {
    ChildCancellation one = token.child("one");
    ChildCancellation other = token.child("other");
    one.onCancel("of one", () -> done.add("one"));
    other.onCancel("of other", () -> done.add("other"));
    token.onCancel("of all", () -> done.add("all"));

    assertThat(one.cancel()).isTrue();

    assertThat(done).containsExactly("one");
    assertThat(one.isCancelled()).isTrue();
    assertThat(other.isCancelled()).isFalse();
    assertThat(token.isCancelled()).isFalse();
    token.cancel(CancelReason.DEADLINE);
    assertThat(done).containsExactly("one", "all", "other");
    assertThat(one.reason()).isEqualTo(CancelReason.EXPLICIT);
    assertThat(other.reason()).isEqualTo(CancelReason.DEADLINE);
  }

  @Test
  void parent_cancelled_cancelsItsChildrenAndTheirs() {
    ChildCancellation child = token.child("sub-1");
    ChildCancellation grandchild = child.child("page-2\r\nforged");
    grandchild.onCancel("deep", () -> done.add("deep"));

    token.cancel(CancelReason.TIMEOUT);

    assertThat(done).containsExactly("deep");
    assertThatThrownBy(grandchild::check)
        .hasMessageContaining("GET /orders > sub-1 > page-2\\u000d\\u000aforged was cancelled");
    assertThat(token.child("late").reason()).isEqualTo(CancelReason.TIMEOUT);
  }

  /** Marked first: whoever asks sees it at once, however slow the reactions are. */
  @Test
  void mark_beforeTheReactions_isSeenByEveryChild() {
    ChildCancellation child = token.child("sub-1");
    child.onCancel("slow", () -> done.add("slow"));

    assertThat(tree.mark(CancelReason.CLIENT_GONE, null)).isTrue();

    assertThat(child.reason()).isEqualTo(CancelReason.CLIENT_GONE);
    assertThat(done).isEmpty();
    tree.react();
    assertThat(done).containsExactly("slow");
  }

  @Test
  void close_child_isForgottenAndNothingOfItIsDone() {
    ChildCancellation child = token.child("sub-1");
    ChildCancellation grandchild = child.child("page-2");
    Reaction reaction = child.onCancel("dropped", () -> done.add("dropped"));
    grandchild.onCancel("dropped", () -> done.add("dropped"));

    child.close();
    child.close();

    assertThat(tree.hasReactions()).isFalse();
    assertThat(reaction.remove()).isFalse();
    token.cancel();
    child.onCancel("dropped", () -> done.add("dropped"));
    assertThat(child.child("late").cancel()).isFalse();
    assertThat(grandchild.cancel()).isFalse();
    assertThat(done).isEmpty();
  }

  @Test
  void child_withoutName_isRefused() {
    assertThatThrownBy(() -> token.child(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET /orders")
        .hasMessageContaining("blank");
  }

  /** A part is cancelled, and its reactions are slow: the end shares in them. */
  @Test
  void reactAtEnd_aChildIsBeingCancelled_doesWhatIsLeftOfIt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ChildCancellation child = token.child("part");
    child.onCancel("left", () -> done.add("left"));
    child.onCancel(
        "slow",
        () -> {
          inside.countDown();
          assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
        });
    Thread cancelling = new Thread(child::cancel);
    cancelling.start();
    assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

    tree.mark(CancelReason.ENDED, null);
    tree.reactAtEnd();

    assertThat(done).containsExactly("left");
    assertThat(child.reason()).isEqualTo(CancelReason.EXPLICIT);
    goOn.countDown();
    cancelling.join();
    assertThat(tree.hasReactions()).isFalse();
  }

  @Test
  void cancel_aChild_isForgottenWhenItsReactionsAreDone() {
    ChildCancellation child = token.child("part");
    child.onCancel("told", () -> done.add("told"));

    child.cancel();

    assertThat(done).containsExactly("told");
    assertThat(tree.hasReactions()).isFalse();
  }

  /** The inner scope takes back what was its own; the outer one has still to be heeded. */
  @Test
  void close_ofAnInnerScope_leavesTheInterruptOfTheOuterOne() {
    InterruptScope outer = token.interrupting();
    InterruptScope inner = token.child("part").interrupting();
    token.cancel();

    inner.close();

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    outer.close();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void close_ofAScopeOpenedAfterTheInterruptWasHeeded_leavesTheThreadClean() {
    InterruptScope outer = token.interrupting();
    token.cancel();
    assertThat(Thread.interrupted()).isTrue(); // heeded

    token.interrupting().close();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    outer.close();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
