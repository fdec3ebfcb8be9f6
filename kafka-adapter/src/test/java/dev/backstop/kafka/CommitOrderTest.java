package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Kafka's own interceptor tells when an offset is committed; by then everything has ended. */
class CommitOrderTest {
  /** Made by Kafka, which tells it each commit; it passes that on to the test in its settings. */
  public static final class CommitSpy implements ConsumerInterceptor<String, String> {
    private List<String> events = List.of();

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configuration) {
      events = (List<String>) configuration.get("test.events");
    }

    @Override
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      offsets.values().forEach(position -> events.add("commit " + position.offset()));
    }

    @Override
    public void close() {}
  }

  private final List<String> events = new CopyOnWriteArrayList<>();

  private BackstopConsumerBuilder<String, String> spied(Site site, Spans spans) {
    return site.builder(
            Map.of(
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                CommitSpy.class.getName(),
                "test.events",
                events,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1))
        .openTelemetry(spans.openTelemetry());
  }

  @Test
  void commit_comesAfterHandlerCleanupsAsyncCleanupsSpanAndListener() {
    Spans spans = new Spans(span -> events.add("span ended"));
    try (Site site = new Site("order", 1);
        BackstopConsumer<String, String> consumer =
            spied(site, spans)
                .onRecord(end -> events.add("told " + end.disposition()))
                .handler(
                    (record, unit) -> {
                      events.add("handler " + record.value());
                      unit.cleanups().register("first", outcome -> events.add("first"));
                      unit.cleanups()
                          .registerAsync(
                              "async",
                              Duration.ofSeconds(20),
                              outcome -> {
                                events.add("async begun");
                                return CompletableFuture.runAsync(
                                    () -> events.add("async done"),
                                    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
                              });
                      unit.cleanups().register("last", outcome -> events.add("last"));
                    })
                .build()
                .start()) {
      site.send("a", "b");
      await().until(() -> events.contains("commit 2"));
      assertThat(consumer.isHealthy()).isTrue();
    }

    List<String> ofA =
        List.of(
            "handler a",
            "last",
            "async begun",
            "async done",
            "first",
            "span ended",
            "told HANDLED",
            "commit 1");
    List<String> ofB =
        List.of(
            "handler b",
            "last",
            "async begun",
            "async done",
            "first",
            "span ended",
            "told HANDLED",
            "commit 2");
    assertThat(events).startsWith(ofA.toArray(String[]::new)).endsWith(ofB.toArray(String[]::new));
    assertThat(events).hasSize(16);
  }

  @Test
  void cleanup_thatFailsOrNeverEnds_isReportedAndFailsNoRecord() {
    Spans spans = new Spans();
    try (Site site = new Site("failing-cleanup", 1);
        BackstopConsumer<String, String> consumer =
            spied(site, spans)
                .handler(
                    (record, unit) -> {
                      unit.cleanups().register("first", outcome -> events.add("first"));
                      unit.cleanups()
                          .registerAsync(
                              "endless",
                              Duration.ofMillis(200),
                              outcome -> new CompletableFuture<Object>());
                      unit.cleanups()
                          .register(
                              "broken",
                              outcome -> {
                                throw new AssertionError("no");
                              });
                    })
                .build()
                .start()) {
      site.send("a");
      site.awaitCommitted(1);
      assertThat(consumer.isHealthy()).isTrue();

      assertThat(events).startsWith("first");
      assertThat(site.ends)
          .singleElement()
          .satisfies(
              end -> {
                assertThat(end.disposition()).isEqualTo(Disposition.HANDLED);
                assertThat(end.report().failures())
                    .extracting(ran -> ran.name())
                    .containsExactly("broken", "endless");
              });
      assertThat(spans.ended())
          .singleElement()
          .satisfies(
              span ->
                  assertThat(Spans.attribute(span, "backstop.cleanup.failed"))
                      .isEqualTo(List.of("broken", "endless")));
    }
  }

  @Test
  void logContext_isThatOfTheRecordInHandlerAndCleanups_andNothingOfTheLastOne() {
    List<Map<String, String>> atHandler = new CopyOnWriteArrayList<>();
    List<Map<String, String>> atCleanup = new CopyOnWriteArrayList<>();
    try (Site site = new Site("mdc", 1);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .handler(
                    (record, unit) -> {
                      atHandler.add(Map.copyOf(MDC.getCopyOfContextMap()));
                      MDC.put("left", record.value());
                      MDC.remove("kafka.topic");
                      unit.logField("order", record.value());
                      unit.cleanups()
                          .register(
                              "look",
                              outcome -> {
                                atCleanup.add(Map.copyOf(MDC.getCopyOfContextMap()));
                                MDC.clear();
                              });
                    })
                .build()
                .start()) {
      site.send("a", "b");
      site.awaitCommitted(2);
      assertThat(consumer.isHealthy()).isTrue();

      for (int i = 0; i < 2; i++) {
        assertThat(atHandler.get(i))
            .containsOnlyKeys("kafka.topic", "kafka.partition", "kafka.offset", "trace_id")
            .containsEntry("kafka.topic", site.topic)
            .containsEntry("kafka.partition", "0")
            .containsEntry("kafka.offset", Integer.toString(i))
            .containsEntry("trace_id", site.spans.ended().get(i).getTraceId());
        assertThat(atCleanup.get(i))
            .containsOnlyKeys("kafka.partition", "kafka.offset", "trace_id", "left", "order")
            .containsEntry("order", i == 0 ? "a" : "b")
            .containsEntry("left", i == 0 ? "a" : "b");
      }
    }
  }

  @Test
  void context_thatAHandlerLeavesOpen_reachesNeitherItsCleanupsNorTheNextRecord() {
    List<String> current = new CopyOnWriteArrayList<>();
    try (Site site = new Site("leak", 1);
        BackstopConsumer<String, String> consumer =
            site.builder()
                .handler(
                    (record, unit) -> {
                      current.add(Span.current().getSpanContext().getTraceId());
                      leak();
                      unit.cleanups()
                          .registerAsync(
                              "elsewhere",
                              Duration.ofSeconds(20),
                              outcome ->
                                  CompletableFuture.runAsync(
                                      () -> {},
                                      CompletableFuture.delayedExecutor(
                                          50, TimeUnit.MILLISECONDS)));
                    })
                .onRecord(end -> current.add(Span.current().getSpanContext().getTraceId()))
                .build()
                .start()) {
      site.send("a", "b");
      site.awaitCommitted(2);
      assertThat(consumer.isHealthy()).isTrue();

      String ofA = site.spans.ended().get(0).getTraceId();
      String ofB = site.spans.ended().get(1).getTraceId();
      assertThat(current).containsExactly(ofA, ofA, ofB, ofB);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // the mistake that is tested
  private static void leak() {
    Context.root().with(Span.getInvalid()).makeCurrent();
  }
}
