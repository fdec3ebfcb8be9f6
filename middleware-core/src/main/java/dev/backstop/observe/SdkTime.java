package dev.backstop.observe;

import dev.backstop.Exchange;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Asks a span of the OpenTelemetry SDK for its own clock, which was anchored when the trace began.
 * An application needs the API alone, so the SDK may not be there.
 */
final class SdkTime {
  private SdkTime() {}

  /** Returns whether the SDK is there, to be asked before anything else of this class. */
  static boolean isThere() {
    try {
      return !(Span.getInvalid() instanceof ReadableSpan);
    } catch (LinkageError absent) {
      return false;
    }
  }

  /** Returns whether a span tells its time. */
  static boolean tells(Span span) {
    return span instanceof ReadableSpan;
  }

  /** Returns the time of a span that has not ended; null where it is none of the SDK's. */
  static @Nullable SpanTime of(Span span, Exchange exchange) {
    if (!(span instanceof ReadableSpan readable)) {
      return null;
    }
    long start = readable.toSpanData().getStartEpochNanos();
    long nanos = exchange.nanoTime();
    return new SpanTime(nanos, start + readable.getLatencyNanos(), start);
  }
}
