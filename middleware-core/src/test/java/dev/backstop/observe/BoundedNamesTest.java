package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BoundedNamesTest {
  @Test
  void admit_manyThreadsAtOnce_keepsTheLimitAndWarnsOnce() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 200; round++) {
        try (RecordedLog log = new RecordedLog(Metrics.class.getName())) {
          BoundedNames names = new BoundedNames("uri", 3, "OTHER", "raise the limit");
          Set<String> admitted = ConcurrentHashMap.newKeySet();
          CyclicBarrier start = new CyclicBarrier(threads);
          List<Future<?>> work = new ArrayList<>();
          for (int t = 0; t < threads; t++) {
            String name = "name-" + t;
            work.add(
                pool.submit(
                    () -> {
                      start.await();
                      admitted.add(names.admit(name));
                      return null;
                    }));
          }
          for (Future<?> each : work) {
            each.get();
          }

          assertThat(admitted).hasSize(4).contains("OTHER");
          assertThat(log.events()).hasSize(1);
        }
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void admit_knownName_isTheFirstInstance() {
    BoundedNames names = new BoundedNames("uri", 3, "OTHER", "raise the limit");
    String first = names.admit(new String("a"));

    assertThat(names.admit(new String("a"))).isSameAs(first);
  }
}
