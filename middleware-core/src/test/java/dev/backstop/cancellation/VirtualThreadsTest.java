package dev.backstop.cancellation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many more threads than processors: virtual ones where the JDK has them, else those of the
 * platform, held to the same.
 */
class VirtualThreadsTest {
  private static final int MANY = 500;

  private final ExecutorService threads = executor();
  private final CancellationTree tree =
      new CancellationTree(
          new CancelMonitor() {
            @Override
            public String describe() {
              return "GET /fan-out";
            }

            @Override
            public void reactionFailed(String name, Throwable failure) {
              throw new AssertionError(name, failure);
            }
          });

  private static ExecutorService executor() {
    if (Runtime.version().feature() < 21) {
      return Executors.newCachedThreadPool();
    }
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("JDK 21 has virtual threads", e);
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
    return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
  }

  @Test
  void executor_onAJdkWithVirtualThreads_isOfThose() throws Exception {
    Callable<Boolean> ask =
        () -> Runtime.version().feature() < 21 || isVirtual(Thread.currentThread());

    assertThat(threads.submit(ask).get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void parentCancelled_manyBlockedThreads_eachIsWokenAndLeftClean() throws Exception {
    CountDownLatch inside = new CountDownLatch(MANY);
    List<Future<String>> results = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      ChildCancellation child = tree.root().child("sub-" + i);
      results.add(threads.submit(() -> blocked(child, inside)));
    }
    assertThat(inside.await(20, TimeUnit.SECONDS)).as("all are blocked at once").isTrue();

    tree.root().cancel(CancelReason.CLIENT_GONE);

    for (Future<String> result : results) {
      assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo("CLIENT_GONE, then false");
    }
  }

  @SuppressWarnings("try") // the body does not name the scope
  private static String blocked(ChildCancellation child, CountDownLatch inside) {
    String told = "nothing";
    try (InterruptScope scope = child.interrupting()) {
      inside.countDown();
      new CountDownLatch(1).await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      told = String.valueOf(child.reason());
    }
    return told + ", then " + Thread.currentThread().isInterrupted();
  }

  /** Each reaction waits for all the others: none of them holds a lock, or its carrier. */
  @Test
  void reactions_ofOneTreeOnManyThreads_runAtTheSameTime() throws Exception {
    CyclicBarrier meeting = new CyclicBarrier(MANY);
    List<Future<Boolean>> cancelled = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      ChildCancellation child = tree.root().child("sub-" + i);
      child.onCancel("meets", () -> meeting.await(20, TimeUnit.SECONDS));
      cancelled.add(threads.submit(() -> child.cancel()));
    }

    for (Future<Boolean> one : cancelled) {
      assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(meeting.isBroken()).isFalse();
    assertThat(tree.hasReactions()).isFalse();
    assertThat(tree.root().isCancelled()).isFalse();
  }
}
