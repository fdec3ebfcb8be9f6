package dev.backstop.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OpenExchangesTest {
  private final OpenExchanges open = new OpenExchanges();

  @Test
  void all_isWhatWasAddedAndNotRemoved() {
    List<OpenExchange> added = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      added.add(add());
    }
    assertThat(open.all()).containsExactlyInAnyOrderElementsOf(added);

    for (int i = 0; i < 100; i += 3) {
      open.remove(added.get(i));
    }
    List<OpenExchange> rest = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      if (i % 3 != 0) {
        rest.add(added.get(i));
      }
    }
    assertThat(open.all()).containsExactlyInAnyOrderElementsOf(rest);

    rest.forEach(open::remove);
    assertThat(open.all()).isEmpty();
  }

  private OpenExchange add() {
    OpenExchange exchange = RecordedExchange.make();
    open.add(exchange);
    return exchange;
  }

  @Test
  void remove_byAnotherThreadThanAdded_removesThatOne() throws Exception {
    OpenExchange first = add();
    OpenExchange second = add();

    Thread other = new Thread(() -> open.remove(first));
    other.start();
    other.join();

    assertThat(open.all()).containsExactly(second);
  }

  @Test
  void addAndRemove_fromManyThreads_nothingIsLostNorLeftBehind() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Set<OpenExchange> kept = Collections.synchronizedSet(new HashSet<>());
    CyclicBarrier together = new CyclicBarrier(threads);
    List<Future<?>> results = new ArrayList<>();
    try {
      for (int i = 0; i < threads; i++) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        results.add(
            pool.submit(
                () -> {
                  together.await();
                  Deque<OpenExchange> mine = new ArrayDeque<>();
                  for (int round = 0; round < 50_000; round++) {
                    if (mine.isEmpty() || random.nextInt(100) < 50) {
                      mine.add(add());
                    } else {
                      open.remove(random.nextBoolean() ? mine.removeFirst() : mine.removeLast());
                    }
                  }
                  kept.addAll(mine);
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(new HashSet<>(open.all())).isEqualTo(kept).hasSameSizeAs(open.all());

    kept.forEach(open::remove);
    assertThat(open.all()).isEmpty();
  }

  @Test
  void remove_thatWasTheLastReference_isCollected() {
    List<WeakReference<OpenExchange>> removed = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      OpenExchange exchange = add();
      removed.add(new WeakReference<>(exchange));
    }
    open.all().forEach(open::remove);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              System.gc();
              return removed.stream().allMatch(reference -> reference.get() == null);
            });
  }
}
