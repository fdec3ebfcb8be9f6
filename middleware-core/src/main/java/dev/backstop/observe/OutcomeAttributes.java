package dev.backstop.observe;

import static io.opentelemetry.semconv.ErrorAttributes.ERROR_TYPE;
import static io.opentelemetry.semconv.ExceptionAttributes.EXCEPTION_MESSAGE;
import static io.opentelemetry.semconv.ExceptionAttributes.EXCEPTION_TYPE;
import static io.opentelemetry.semconv.HttpAttributes.HTTP_RESPONSE_STATUS_CODE;
import static io.opentelemetry.semconv.HttpAttributes.HTTP_ROUTE;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Outcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;

/** What a span tells of the outcome; set at the end, on a span that records. */
final class OutcomeAttributes {
  static final AttributeKey<String> ENDING = AttributeKey.stringKey("backstop.ending");
  static final AttributeKey<Double> RESPONSE_DURATION =
      AttributeKey.doubleKey("backstop.response.duration");
  static final AttributeKey<Long> CLEANUP_COUNT = AttributeKey.longKey("backstop.cleanup.count");
  static final AttributeKey<Long> CLEANUP_FAILURES =
      AttributeKey.longKey("backstop.cleanup.failures");
  static final AttributeKey<List<String>> CLEANUP_FAILED =
      AttributeKey.stringArrayKey("backstop.cleanup.failed");
  static final AttributeKey<Double> CLEANUP_DURATION =
      AttributeKey.doubleKey("backstop.cleanup.duration");
  static final AttributeKey<String> ERROR_ORIGIN = AttributeKey.stringKey("backstop.error.origin");
  static final AttributeKey<String> ERROR_CATEGORY =
      AttributeKey.stringKey("backstop.error.category");
  private static final Long OK = 200L;
  private static final int MOST_NAMES = 100;

  private OutcomeAttributes() {}

  /**
   * Sets them. With those of the request a plain exchange has 16: at the 17th the SDK doubles its
   * tables, which costs 700 bytes.
   */
  static void set(
      Span span,
      SpanNames names,
      Outcome outcome,
      CleanupReport report,
      CleanupReport.Totals cleanups) {
    if (outcome.route() != null) {
      String route = outcome.route().isEmpty() ? "/" : outcome.route();
      span.updateName(names.of(route));
      span.setAttribute(HTTP_ROUTE, route);
    }
    if (outcome.status() != 0) {
      // Boxed once: most are this one.
      span.setAttribute(
          HTTP_RESPONSE_STATUS_CODE, outcome.status() == 200 ? OK : (Long) (long) outcome.status());
    }
    span.setAttribute(ENDING, outcome.ending().name());
    span.setAttribute(RESPONSE_DURATION, outcome.durationNanos() / 1e9);
    setCleanups(span, report, cleanups);
    setError(span, outcome);
  }

  private static void setCleanups(Span span, CleanupReport report, CleanupReport.Totals cleanups) {
    span.setAttribute(CLEANUP_COUNT, (long) cleanups.count());
    if (cleanups.count() > 0 && cleanups.durationNanos() >= 0) {
      span.setAttribute(CLEANUP_DURATION, cleanups.durationNanos() / 1e9);
    }
    if (cleanups.failed() > 0) {
      span.setAttribute(CLEANUP_FAILURES, (long) cleanups.failed());
      span.setAttribute(
          CLEANUP_FAILED,
          report.failures().stream()
              .filter(failed -> !failed.ofMiddleware())
              .map(failed -> CleanupTracer.cut(failed.name()))
              .limit(MOST_NAMES)
              .toList());
    }
  }

  private static void setError(Span span, Outcome outcome) {
    Throwable error = outcome.error();
    boolean failed = outcome.failed();
    if (failed) {
      // No description: the conventions leave it out where the status code tells the reason.
      span.setStatus(StatusCode.ERROR);
      String type = outcome.errorType();
      if (type != null) {
        span.setAttribute(ERROR_TYPE, type);
      }
    }
    if (error == null) {
      return;
    }
    if (outcome.errorCategory() != null) {
      span.setAttribute(ERROR_CATEGORY, outcome.errorCategory());
    }
    StackTraceElement origin = outcome.errorOrigin();
    if (origin != null) {
      span.setAttribute(ERROR_ORIGIN, origin.toString());
    }
    if (failed) {
      ExceptionEvent.record(span, error);
      return;
    }
    span.setAttribute(EXCEPTION_TYPE, ErrorClassifier.typeOf(error));
    String message = ExceptionEvent.messageOf(error);
    if (message != null) {
      span.setAttribute(EXCEPTION_MESSAGE, message);
    }
  }
}
