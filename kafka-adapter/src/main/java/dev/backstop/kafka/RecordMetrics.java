package dev.backstop.kafka;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.observe.BoundedNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Times each attempt, {@code backstop.kafka.records}, by topic, what became of it and the category
 * of its error, and counts failed cleanups. Topics may come from a pattern: they are bounded.
 */
final class RecordMetrics implements Consumer<RecordEnd> {
  private static final int MOST = 100;
  private static final String REMEDY = "give the others a consumer of their own";

  private final MeterRegistry registry;
  private final BoundedNames topics = new BoundedNames("topic", MOST, "other", REMEDY);
  private final BoundedNames cleanups = new BoundedNames("cleanup", MOST, "other", REMEDY);

  RecordMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void accept(RecordEnd end) {
    String topic = topics.admit(end.partition().topic());
    String category = end.outcome().errorCategory();
    Timer.builder("backstop.kafka.records")
        .description("Attempts at records, from the call of the handler to its return")
        .tag("topic", topic)
        .tag("outcome", end.disposition().word())
        .tag("category", category == null ? "none" : category)
        .register(registry)
        .record(end.outcome().durationNanos(), TimeUnit.NANOSECONDS);
    if (end.report().failedCount() > 0) {
      for (CleanupReport.Ran failed : end.report().failures()) {
        Counter.builder("backstop.kafka.cleanup.failures")
            .description("Cleanups of records that threw or ran over their limit")
            .tag("topic", topic)
            .tag("cleanup", cleanups.admit(failed.name()))
            .register(registry)
            .increment();
      }
    }
  }
}
