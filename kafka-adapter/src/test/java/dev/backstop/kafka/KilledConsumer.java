package dev.backstop.kafka;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A process of its own that consumes until it is killed; its spans go to a file as they happen. */
final class KilledConsumer {
  private KilledConsumer() {}

  /** Arguments: bootstrap servers, group, topic, URL of the database, file for spans. */
  public static void main(String[] args) throws Exception {
    Map<String, Object> configuration = new HashMap<>();
    configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    configuration.put(ConsumerConfig.GROUP_ID_CONFIG, args[1]);
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    configuration.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    configuration.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
    try (HandledTable table = new HandledTable(args[3]);
        OutputStream file = new FileOutputStream(args[4])) {
      OpenTelemetrySdk sdk =
          OpenTelemetrySdk.builder()
              .setTracerProvider(
                  SdkTracerProvider.builder().addSpanProcessor(new ToFile(file)).build())
              .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
              .build();
      BackstopConsumer.builder(configuration, new StringDeserializer(), new StringDeserializer())
          .topics(args[2])
          .openTelemetry(sdk)
          .handler(
              (record, unit) ->
                  table.add(
                      record.topic(),
                      Integer.parseInt(record.value()),
                      record.partition(),
                      record.offset(),
                      unit.traceId(),
                      "killed"))
          .build()
          .run();
    }
  }

  /** Unbuffered: what is written survives the process. */
  private record ToFile(OutputStream file) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      write("start " + span.getSpanContext().getTraceId() + " -\n");
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      write(
          "end "
              + span.getSpanContext().getTraceId()
              + " "
              + span.getParentSpanContext().getSpanId()
              + "\n");
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    private void write(String line) {
      try {
        file.write(line.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
