package dev.backstop.example;

import dev.backstop.outcome.Untrusted;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each span to the log, in one line. Attributes carry what clients sent, so they are made
 * safe first.
 *
 * <p>Thread-safe.
 */
final class LogSpanExporter implements SpanExporter {
  private static final Logger LOGGER = LoggerFactory.getLogger("span");

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    for (SpanData span : spans) {
      LOGGER.info(
          "{} {} {} trace={} span={} parent={} {} us {}",
          span.getKind(),
          Untrusted.clean(span.getName()),
          span.getStatus().getStatusCode(),
          span.getTraceId(),
          span.getSpanId(),
          span.getParentSpanContext().isValid() ? span.getParentSpanId() : "none",
          (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1_000,
          attributes(span));
    }
    return CompletableResultCode.ofSuccess();
  }

  private static String attributes(SpanData span) {
    StringJoiner all = new StringJoiner(", ", "{", "}");
    span.getAttributes()
        .forEach((key, value) -> all.add(key.getKey() + "=" + Untrusted.clean(value.toString())));
    span.getEvents().forEach(event -> all.add("event=" + Untrusted.clean(event.getName())));
    return all.toString();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
