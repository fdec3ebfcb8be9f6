package dev.backstop.kafka;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.observe.DispatchScope;
import dev.backstop.outcome.Outcome;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the CONSUMER span of each unit, by OpenTelemetry's semantic conventions for messaging and
 * Kafka, with its API alone: those conventions are not stable yet, so their names stand here.
 */
final class ConsumerTracing implements Telemetry {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);
  private static final String PROCESS = "process";

  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> OPERATION_NAME =
      AttributeKey.stringKey("messaging.operation.name");
  private static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");
  private static final AttributeKey<String> GROUP =
      AttributeKey.stringKey("messaging.consumer.group.name");
  private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
  private static final AttributeKey<Boolean> TOMBSTONE =
      AttributeKey.booleanKey("messaging.kafka.message.tombstone");
  private static final AttributeKey<Long> BATCH_COUNT =
      AttributeKey.longKey("messaging.batch.message_count");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> ERROR_CATEGORY =
      AttributeKey.stringKey("backstop.error.category");
  private static final AttributeKey<String> ERROR_ORIGIN =
      AttributeKey.stringKey("backstop.error.origin");
  private static final AttributeKey<String> ENDING = AttributeKey.stringKey("backstop.ending");
  private static final AttributeKey<Long> CLEANUP_COUNT =
      AttributeKey.longKey("backstop.cleanup.count");
  private static final AttributeKey<Long> CLEANUP_FAILURES =
      AttributeKey.longKey("backstop.cleanup.failures");
  private static final AttributeKey<List<String>> CLEANUP_FAILED =
      AttributeKey.stringArrayKey("backstop.cleanup.failed");
  private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("backstop.kafka.attempt");
  private static final AttributeKey<String> DISPOSITION =
      AttributeKey.stringKey("backstop.kafka.disposition");

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final @Nullable String group;

  ConsumerTracing(OpenTelemetry openTelemetry, @Nullable String group) {
    this.tracer = openTelemetry.getTracer("dev.backstop.kafka");
    this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
    this.group = group;
  }

  @Override
  public OpenSpan start(
      TopicPartition partition, List<? extends Fetched<?, ?>> records, boolean batch, int attempt) {
    try {
      return open(partition, records, batch, attempt);
    } catch (Throwable broken) { // a sampler or processor of the application; the record goes on
      LOGGER.warn("the span of a record of {} could not be started", partition, broken);
      return OpenSpan.NONE;
    }
  }

  private OpenSpan open(
      TopicPartition partition, List<? extends Fetched<?, ?>> records, boolean batch, int attempt) {
    SpanBuilder builder =
        tracer
            .spanBuilder(PROCESS + ' ' + partition.topic())
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute(SYSTEM, "kafka")
            .setAttribute(OPERATION_NAME, PROCESS)
            .setAttribute(OPERATION_TYPE, PROCESS)
            .setAttribute(DESTINATION, partition.topic())
            .setAttribute(PARTITION, Integer.toString(partition.partition()))
            .setAttribute(OFFSET, records.get(0).offset());
    if (group != null) {
      builder.setAttribute(GROUP, group);
    }
    if (attempt > 1) {
      builder.setAttribute(ATTEMPT, (long) attempt);
    }
    Context parent = Context.root(); // never what an earlier record left on this thread
    if (batch) {
      builder.setAttribute(BATCH_COUNT, (long) records.size());
      link(builder, records);
    } else {
      ConsumerRecord<?, ?> record = records.get(0).record();
      if (record != null && record.value() == null) {
        builder.setAttribute(TOMBSTONE, true);
      }
      parent = producerOf(records.get(0).headers());
    }
    Span span = builder.setParent(parent).startSpan();
    return new Open(span, parent.with(span));
  }

  private void link(SpanBuilder builder, List<? extends Fetched<?, ?>> records) {
    for (Fetched<?, ?> each : records) {
      SpanContext producer = Span.fromContext(producerOf(each.headers())).getSpanContext();
      if (producer.isValid()) {
        builder.addLink(producer); // the SDK has a limit of its own, and tells what it left out
      }
    }
  }

  /** Returns the context that a producer sent; the root where it sent none that can be read. */
  private Context producerOf(Headers headers) {
    try {
      return propagator.extract(Context.root(), headers, KafkaHeaders.GETTER);
    } catch (Throwable hostile) { // whatever stands in a header, the record is handled
      LOGGER.debug("trace context of a record cannot be read", hostile);
      return Context.root();
    }
  }

  private record Open(Span span, Context context) implements OpenSpan {
    @Override
    public @Nullable String traceId() {
      SpanContext made = span.getSpanContext();
      return made.isValid() ? made.getTraceId() : null;
    }

    @Override
    public AutoCloseable enter() {
      return new DispatchScope(context);
    }

    @Override
    public void end(Outcome outcome, CleanupReport report, Disposition planned) {
      try {
        if (span.isRecording()) {
          describe(outcome, report, planned);
        }
      } finally {
        span.end();
      }
    }

    private void describe(Outcome outcome, CleanupReport report, Disposition planned) {
      span.setAttribute(ENDING, outcome.ending().name());
      span.setAttribute(CLEANUP_COUNT, (long) report.count());
      if (report.failedCount() > 0) {
        span.setAttribute(CLEANUP_FAILURES, (long) report.failedCount());
        span.setAttribute(
            CLEANUP_FAILED, report.failures().stream().map(CleanupReport.Ran::name).toList());
      }
      Throwable error = outcome.error();
      if (error == null) {
        return;
      }
      span.setAttribute(DISPOSITION, planned.word());
      span.setStatus(StatusCode.ERROR);
      String type = outcome.errorType();
      if (type != null) {
        span.setAttribute(ERROR_TYPE, type);
      }
      if (outcome.errorCategory() != null) {
        span.setAttribute(ERROR_CATEGORY, outcome.errorCategory());
      }
      StackTraceElement origin = outcome.errorOrigin();
      if (origin != null) {
        span.setAttribute(ERROR_ORIGIN, origin.toString());
      }
      span.recordException(error);
    }
  }
}
