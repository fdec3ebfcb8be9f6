package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstop.cancellation.CancelReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.junit.jupiter.api.Test;

/** How a consumer ends: closed in the middle, by an error, by an interrupt. */
class EndTest {
  @Test
  void close_inTheMiddle_openRecordEndsAndIsCommitted_nextIsNotBegun() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<String> handled = new CopyOnWriteArrayList<>();
    try (Site site = new Site("closed", 1);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .handler(
                    (record, unit) -> {
                      open.countDown();
                      release.await();
                      handled.add(record.value());
                    })
                .build()) {
      site.send("a", "b");
      consumer.start();
      open.await();
      CompletableFuture<?> closed =
          CompletableFuture.runAsync(() -> consumer.close(Duration.ofSeconds(20)));
      await().until(() -> consumer.state() == ConsumerState.STOPPING);
      release.countDown();
      closed.get(20, TimeUnit.SECONDS);

      assertThat(consumer.state()).isEqualTo(ConsumerState.STOPPED);
      assertThat(handled).containsExactly("a");
      assertThat(site.committed()).isEqualTo(1);
      assertThat(site.spans.ended()).hasSize(1);
    }
  }

  @Test
  void close_recordThatDoesNotEndInTime_isCancelledAndNotCommitted() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    AtomicReference<CancelReason> reason = new AtomicReference<>();
    AtomicBoolean cleaned = new AtomicBoolean();
    try (Site site = new Site("closed-late", 1);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .handler(
                    (record, unit) -> {
                      unit.cleanups().register("note", outcome -> cleaned.set(true));
                      try (var scope = unit.cancellation().interrupting()) {
                        assertThat(scope.isInterrupted()).isFalse();
                        open.countDown();
                        new CountDownLatch(1).await();
                      } finally {
                        reason.set(unit.cancellation().reason());
                      }
                    })
                .build()) {
      site.send("a");
      consumer.start();
      open.await();
      consumer.close(Duration.ofMillis(100));

      assertThat(consumer.state()).isEqualTo(ConsumerState.STOPPED);
      assertThat(reason.get()).isEqualTo(CancelReason.SERVER_STOP);
      assertThat(cleaned.get()).isTrue();
      assertThat(site.committed()).isEqualTo(-1);
      assertThat(site.ends)
          .singleElement()
          .extracting(RecordEnd::disposition)
          .isEqualTo(Disposition.RETURNED);
      assertThat(site.spans.ended()).hasSize(1);
    }
  }

  @Test
  void close_fromAHandler_returnsAtOnceAndItsRecordIsCommitted() {
    AtomicReference<BackstopConsumer<String, String>> self = new AtomicReference<>();
    try (Site site = new Site("self", 1);
        BackstopConsumer<String, String> consumer =
            site.builder().handler((record, unit) -> self.get().close()).build()) {
      self.set(consumer);
      site.send("a", "b");
      consumer.run();

      assertThat(consumer.state()).isEqualTo(ConsumerState.STOPPED);
      assertThat(site.committed()).isEqualTo(1);
    }
  }

  @Test
  void error_ofTheConsumer_isTold_neverSilent() throws Exception {
    Map<String, Object> none = Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    try (Site site = new Site("fatal", 1);
        BackstopConsumer<String, String> started =
            site.builder(none).handler((record, unit) -> {}).onFatal(told::complete).build();
        BackstopConsumer<String, String> run =
            site.builder(none).handler((record, unit) -> {}).build()) {
      started.start();
      assertThat(told.get(20, TimeUnit.SECONDS)).isInstanceOf(NoOffsetForPartitionException.class);
      assertThat(started.state()).isEqualTo(ConsumerState.FAILED);
      assertThat(started.failure()).isSameAs(told.get());
      assertThat(started.isHealthy()).isFalse();

      assertThatThrownBy(run::run)
          .isInstanceOf(KafkaConsumerFailedException.class)
          .hasCauseInstanceOf(NoOffsetForPartitionException.class);
      assertThat(run.state()).isEqualTo(ConsumerState.FAILED);
    }
  }

  @Test
  void interrupt_ofTheThreadThatRuns_endsItProperlyAndStays() throws Exception {
    CountDownLatch handled = new CountDownLatch(1);
    AtomicBoolean stays = new AtomicBoolean();
    try (Site site = new Site("interrupted", 1);
        BackstopConsumer<String, String> consumer =
            site.builder().handler((record, unit) -> handled.countDown()).build()) {
      site.send("a");
      Thread thread =
          new Thread(
              () -> {
                consumer.run();
                stays.set(Thread.currentThread().isInterrupted());
              });
      thread.start();
      handled.await();
      thread.interrupt();
      thread.join(20_000);

      assertThat(consumer.state()).isEqualTo(ConsumerState.STOPPED);
      assertThat(stays.get()).isTrue();
      assertThat(site.committed()).isEqualTo(1);
    }
  }

  @Test
  void start_twiceOrAfterClose_isRefused() {
    try (Site site = new Site("twice-started", 1);
        BackstopConsumer<String, String> consumer =
            site.builder().handler((record, unit) -> {}).build();
        BackstopConsumer<String, String> unused =
            site.builder().handler((record, unit) -> {}).build()) {
      consumer.start();
      assertThatThrownBy(consumer::start).hasMessageContaining("is RUNNING; expected NEW");
      unused.close(Duration.ZERO);
      unused.close(Duration.ZERO);
      assertThat(unused.state()).isEqualTo(ConsumerState.STOPPED);
      assertThatThrownBy(unused::run).hasMessageContaining("is STOPPED; expected NEW");
    }
  }

  @Test
  void deadline_ofARecord_cancelsIt_andTheRetryGetsANewOne() {
    List<CancelReason> reasons = new CopyOnWriteArrayList<>();
    try (Site site = new Site("deadline", 1);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .recordDeadline(Duration.ofMillis(200))
                .retry(Retry.upTo(3).backoff(Duration.ZERO, Duration.ZERO))
                .handler(
                    (record, unit) -> {
                      if (unit.attempt() < 3) {
                        try (var scope = unit.cancellation().interrupting()) {
                          assertThat(scope.isInterrupted()).isFalse();
                          new CountDownLatch(1).await();
                        } finally {
                          reasons.add(unit.cancellation().reason());
                        }
                      }
                    })
                .build()
                .start()) {
      site.send("a");
      site.awaitCommitted(1);
      assertThat(consumer.isHealthy()).isTrue();
      assertThat(reasons).containsExactly(CancelReason.DEADLINE, CancelReason.DEADLINE);
    }
  }
}
