package dev.backstop.example.javalin;

import dev.backstop.outcome.Untrusted;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each span to the log, in one line. Thread-safe. */
final class SpanLog implements SpanExporter {
  private static final Logger LOGGER = LoggerFactory.getLogger("span");

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    for (SpanData span : spans) {
      LOGGER.info(
          "{} {} trace={} {} us {}",
          Untrusted.clean(span.getName()),
          span.getStatus().getStatusCode(),
          span.getTraceId(),
          (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1_000,
          Untrusted.clean(span.getAttributes().asMap().toString()));
    }
    return CompletableResultCode.ofSuccess();
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
