package dev.backstop.observe;

import static io.opentelemetry.semconv.ExceptionAttributes.EXCEPTION_MESSAGE;
import static io.opentelemetry.semconv.ExceptionAttributes.EXCEPTION_STACKTRACE;
import static io.opentelemetry.semconv.ExceptionAttributes.EXCEPTION_TYPE;

import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Untrusted;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown, as the event of a span that the conventions describe, at the moment of its
 * throw: {@link Span#recordException} knows no other moment than now.
 */
final class ExceptionEvent {
  private static final int LONGEST = 2048;
  private static final int LONGEST_STACK = 65_536;

  private ExceptionEvent() {}

  static void add(Span span, Throwable thrown, long epochNanos) {
    span.addEvent("exception", attributesOf(thrown), epochNanos, TimeUnit.NANOSECONDS);
  }

  /** Records what was thrown now, also where the tracer fails to read it. */
  static void record(Span span, Throwable thrown) {
    try {
      span.recordException(thrown);
    } catch (RuntimeException | Error unreadable) {
      span.addEvent("exception", attributesOf(thrown));
    }
  }

  private static Attributes attributesOf(Throwable thrown) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put(EXCEPTION_TYPE, ErrorClassifier.typeOf(thrown));
    String message = messageOf(thrown);
    if (message != null) {
      attributes.put(EXCEPTION_MESSAGE, message);
    }
    String stack = stackOf(thrown);
    if (stack != null) {
      attributes.put(EXCEPTION_STACKTRACE, stack);
    }
    return attributes.build();
  }

  /** Returns the message, cut; null where there is none or it cannot be read. */
  static @Nullable String messageOf(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null ? null : Untrusted.cut(message, LONGEST);
    } catch (RuntimeException | Error broken) {
      return null; // an application's exception may compute its message, and fail
    }
  }

  private static @Nullable String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    try (PrintWriter lines = new PrintWriter(text)) {
      thrown.printStackTrace(lines);
    } catch (RuntimeException | Error broken) {
      return null;
    }
    return Untrusted.cut(text.toString(), LONGEST_STACK);
  }
}
