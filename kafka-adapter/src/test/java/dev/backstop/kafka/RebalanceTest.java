package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.cancellation.CancelReason;
import dev.backstop.cancellation.CancelledException;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.junit.jupiter.api.Test;

/** A second consumer joins, or the first is thrown out, while a record is open. */
class RebalanceTest {
  /** Takes everything away at each rebalance. */
  private static final Map<String, Object> EAGER =
      Map.of(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());

  @Test
  void revoked_recordEndsWithinTheGrace_isCommittedAndHandledOnce() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    AtomicReference<BackstopConsumer<String, String>> second = new AtomicReference<>();
    List<String> handled = new CopyOnWriteArrayList<>();
    try (Site site = new Site("graceful", 1);
        BackstopConsumer<String, String> first =
            site.builder(EAGER)
                .grace(Duration.ofSeconds(20))
                .handler(
                    (record, unit) -> {
                      open.countDown();
                      // The group rebalances as soon as somebody joins; this one ends in between.
                      if (record.value().equals("a")) {
                        await().until(() -> isRebalancing(site));
                      }
                      handled.add("first " + record.value());
                      assertThat(unit.cancellation().isCancelled()).isFalse();
                    })
                .build()
                .start()) {
      site.send("a");
      open.await();
      second.set(
          site.builder(EAGER)
              .handler((record, unit) -> handled.add("second " + record.value()))
              .build()
              .start());
      site.awaitCommitted(1);
      await().until(() -> !isRebalancing(site));
      site.send("b");
      await().atMost(Duration.ofSeconds(20)).until(() -> site.committed() == 2 || failed(first));

      assertThat(handled).contains("first a").hasSize(2);
      assertThat(handled.get(1)).endsWith("b");
    } finally {
      closeQuietly(second);
    }
  }

  private static boolean failed(BackstopConsumer<?, ?> consumer) {
    return consumer.state() == ConsumerState.FAILED;
  }

  private static boolean isRebalancing(Site site) throws Exception {
    return site.broker
            .admin()
            .describeConsumerGroups(List.of(site.group))
            .all()
            .get()
            .get(site.group)
            .groupState()
        != org.apache.kafka.common.GroupState.STABLE;
  }

  private static void closeQuietly(AtomicReference<BackstopConsumer<String, String>> consumer) {
    if (consumer.get() != null) {
      consumer.get().close();
    }
  }

  @Test
  void revoked_recordIsCancelledAfterTheGrace_endsProperlyAndIsHandledAnew() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    AtomicReference<CancelReason> reason = new AtomicReference<>();
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    AtomicReference<BackstopConsumer<String, String>> second = new AtomicReference<>();
    RecordHandler<String, String> handler =
        (record, unit) -> {
          if (calls.incrementAndGet() > 1) {
            return;
          }
          unit.cleanups().register("look", outcome::set);
          CountDownLatch cancelled = new CountDownLatch(1);
          unit.cancellation().onCancel("wake", cancelled::countDown);
          open.countDown();
          cancelled.await();
          reason.set(unit.cancellation().reason());
          unit.cancellation().check();
        };
    try (Site site = new Site("cancelled", 1);
        KafkaDead dead = new KafkaDead(site);
        BackstopConsumer<String, String> first =
            site.builder(EAGER)
                .grace(Duration.ofMillis(200))
                .retry(Retry.none())
                .deadLetters(dead.letters())
                .handler(handler)
                .build()
                .start()) {
      site.send("a");
      open.await();
      second.set(site.builder(EAGER).handler(handler).build().start());
      site.awaitCommitted(1);

      assertThat(reason.get()).isEqualTo(CancelReason.REVOKED);
      assertThat(calls.get()).isEqualTo(2);
      assertThat(outcome.get().ending()).isEqualTo(Ending.ABORTED);
      assertThat(outcome.get().error()).isInstanceOf(CancelledException.class);
      assertThat(outcome.get().errorCategory()).isEqualTo("cancelled");
      site.awaitEnds(2);
      assertThat(site.ends)
          .extracting(RecordEnd::disposition)
          .containsExactly(Disposition.RETURNED, Disposition.HANDLED);
      assertThat(site.spans.ended()).hasSize(2).hasSize(site.spans.startedCount());
      assertThat(failed(first)).isFalse();
    } finally {
      closeQuietly(second);
    }
  }

  /** A dead-letter topic that must stay empty: what was given back is no dead letter. */
  private static final class KafkaDead implements AutoCloseable {
    private final org.apache.kafka.clients.producer.KafkaProducer<byte[], byte[]> producer;

    KafkaDead(Site site) {
      producer = site.broker.bytesProducer(Map.of());
    }

    DeadLetters<String, String> letters() {
      return DeadLetters.<String, String>to(
              producer,
              new org.apache.kafka.common.serialization.StringSerializer(),
              new org.apache.kafka.common.serialization.StringSerializer())
          .topicOf(
              topic -> {
                throw new AssertionError("nothing is dead-lettered here");
              });
    }

    @Override
    public void close() {
      producer.close();
    }
  }

  @Test
  void revoked_recordThatHeedsNothing_isGivenUpAndTheGroupGoesOn() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<String> handled = new CopyOnWriteArrayList<>();
    AtomicInteger calls = new AtomicInteger();
    AtomicReference<BackstopConsumer<String, String>> second = new AtomicReference<>();
    RecordHandler<String, String> handler =
        (record, unit) -> {
          if (calls.incrementAndGet() == 1) {
            open.countDown();
            release.await();
          }
          handled.add(record.value());
        };
    try (Site site = new Site("stuck", 1);
        BackstopConsumer<String, String> first =
            site.builder(EAGER)
                .grace(Duration.ofMillis(100))
                .giveUp(Duration.ofMillis(300))
                .handler(handler)
                .build()
                .start()) {
      site.send("a", "b");
      open.await();
      second.set(site.builder(EAGER).handler(handler).build().start());
      site.awaitCommitted(2);
      assertThat(handled).containsExactly("a", "b");

      release.countDown();
      await().until(() -> handled.size() == 3); // the one that was stuck ends after all,
      site.awaitEnds(3);
      assertThat(site.spans.ended()).hasSize(3); // its span too,
      assertThat(site.committed()).isEqualTo(2); // and moves nothing
      assertThat(first.state()).isEqualTo(ConsumerState.RUNNING);
    } finally {
      release.countDown();
      closeQuietly(second);
    }
  }

  @Test
  void lost_recordIsCancelledAtOnceAndNothingIsCommitted() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    AtomicReference<CancelReason> reason = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    AtomicBoolean interrupted = new AtomicBoolean();
    List<Long> committedAtCancel = new CopyOnWriteArrayList<>();
    try (Site site = new Site("lost", 1);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .grace(Duration.ofMinutes(5))
                .handler(
                    (record, unit) -> {
                      if (calls.incrementAndGet() == 1) {
                        open.countDown();
                        try (var scope = unit.cancellation().interrupting()) {
                          assertThat(scope.isInterrupted()).isFalse();
                          new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                          interrupted.set(true);
                          reason.set(unit.cancellation().reason());
                          committedAtCancel.add(site.committed());
                        }
                      }
                    })
                .build()
                .start()) {
      site.send("a");
      open.await();
      site.broker
          .admin()
          .removeMembersFromConsumerGroup(site.group, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
      site.awaitCommitted(1);

      assertThat(interrupted.get()).isTrue();
      assertThat(reason.get()).isEqualTo(CancelReason.REVOKED);
      assertThat(committedAtCancel).containsExactly(-1L);
      assertThat(calls.get()).as("handled anew: it was not ours to commit").isEqualTo(2);
      assertThat(consumer.isHealthy()).isTrue();
    }
  }

  @Test
  void handler_thatTakesLongerThanTheLongestPollInterval_keepsItsPartition() {
    AtomicInteger calls = new AtomicInteger();
    try (Site site = new Site("slow", 1);
        BackstopConsumer<String, String> consumer =
            site.builder(
                    Map.of(
                        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                        1_000,
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        1_000,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        200))
                .handler(
                    (record, unit) -> {
                      calls.incrementAndGet();
                      long begin = System.nanoTime();
                      await()
                          .atMost(Duration.ofSeconds(10))
                          .until(() -> System.nanoTime() - begin > 2_500_000_000L);
                      assertThat(unit.cancellation().isCancelled()).isFalse();
                    })
                .build()
                .start()) {
      site.send("a");
      site.awaitCommitted(1);
      assertThat(calls.get()).isEqualTo(1);
      assertThat(consumer.isHealthy()).isTrue();
    }
  }
}
