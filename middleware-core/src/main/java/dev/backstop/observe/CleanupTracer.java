package dev.backstop.observe;

import static io.opentelemetry.semconv.ErrorAttributes.ERROR_TYPE;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of an exchange's cleanups: when they have run and their server span is about to
 * end, with the times at which they ran.
 */
final class CleanupTracer {
  static final AttributeKey<String> NAME = AttributeKey.stringKey("backstop.cleanup.name");
  static final AttributeKey<Long> SEQUENCE = AttributeKey.longKey("backstop.cleanup.sequence");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("backstop.cleanup.outcome");
  static final AttributeKey<Boolean> RECOVERED =
      AttributeKey.booleanKey("backstop.cleanup.recovered");
  static final AttributeKey<Long> LEFT_OUT = AttributeKey.longKey("backstop.cleanup.left_out");
  static final int MOST = 100;
  private static final int MOST_NAMES = 1_000;
  private static final int LONGEST_NAME = 256;
  private static final String KIND = "cleanup";

  /** Where there are too many: those that failed, then those that took longest. */
  private static final Comparator<CleanupReport.Ran> TELLING =
      Comparator.comparing((CleanupReport.Ran ran) -> ran.failure() == null)
          .thenComparing(CleanupReport.Ran::durationNanos, Comparator.reverseOrder());

  private final Tracer tracer;
  private final CleanupSpans level;
  private final long slowNanos;
  private final boolean withSdk = SdkTime.isThere();
  private final ConcurrentMap<String, String> names = new ConcurrentHashMap<>();

  CleanupTracer(Tracer tracer, CleanupSpans level, long slowNanos) {
    this.tracer = tracer;
    this.level = level;
    this.slowNanos = slowNanos;
  }

  boolean isOff() {
    return level == CleanupSpans.OFF;
  }

  /** Takes the time of a span that has just started, where it could not be asked for that later. */
  @Nullable SpanTime startOf(Span server, Exchange exchange) {
    boolean needed = !isOff() && server.isRecording() && !(withSdk && SdkTime.tells(server));
    return needed ? SpanTime.startingNow(exchange) : null;
  }

  /**
   * Makes the spans.
   *
   * @param context with the server span
   * @param known the time of the server span, where {@link #startOf} took it
   * @return how many were left out, since there are too many
   */
  int trace(
      Context context,
      @Nullable SpanTime known,
      Exchange exchange,
      Outcome outcome,
      CleanupReport report,
      CleanupReport.Totals totals) {
    boolean any =
        level == CleanupSpans.ALL
            ? totals.count() > 0
            : !isOff() && (totals.failed() > 0 || totals.longestNanos() > slowNanos);
    if (!any) {
      return 0;
    }
    Span server = Span.fromContext(context);
    SpanTime time = known == null && withSdk ? SdkTime.of(server, exchange) : known;
    if (time == null) {
      return 0; // it records since somebody wrapped it meanwhile
    }
    List<CleanupReport.Ran> told = report.cleanups().stream().filter(this::isTold).toList();
    int leftOut = Math.max(0, told.size() - MOST);
    if (leftOut > 0) {
      told =
          told.stream()
              .sorted(TELLING)
              .limit(MOST)
              .sorted(Comparator.comparingInt(CleanupReport.Ran::sequence))
              .toList();
    }
    long now = exchange.nanoTime();
    boolean recovered = outcome.error() != null;
    for (CleanupReport.Ran ran : told) {
      trace(ran, recovered, context, time, now);
    }
    return leftOut;
  }

  /** Makes the span of a cleanup that has run before the end, unless there are too many. */
  void traceEarly(
      CleanupReport.Ran ran,
      EarlyCleanups early,
      boolean recovered,
      Context context,
      @Nullable SpanTime known,
      Exchange exchange) {
    if (isOff() || !isTold(ran) || !early.mayTellOneMore(MOST)) {
      return;
    }
    SpanTime time =
        known == null && withSdk ? SdkTime.of(Span.fromContext(context), exchange) : known;
    if (time != null) {
      trace(ran, recovered, context, time, exchange.nanoTime());
    }
  }

  private boolean isTold(CleanupReport.Ran ran) {
    return !ran.ofMiddleware()
        && (level == CleanupSpans.ALL || ran.failure() != null || ran.durationNanos() > slowNanos);
  }

  private void trace(
      CleanupReport.Ran ran, boolean recovered, Context context, SpanTime time, long now) {
    boolean timed = ran.durationNanos() >= 0; // not where a middleware in between forgot to ask
    long start = time.epochOf(timed ? ran.startNanos() : now, now);
    long end = timed ? time.epochOf(ran.startNanos() + ran.durationNanos(), now) : start;
    SpanBuilder builder =
        tracer
            .spanBuilder(spanName(ran.name()))
            .setParent(context)
            .setStartTimestamp(start, TimeUnit.NANOSECONDS)
            .setAttribute(NAME, cut(ran.name()))
            .setAttribute(SEQUENCE, (long) ran.sequence())
            .setAttribute(OUTCOME, ran.outcome());
    if (recovered) {
      builder.setAttribute(RECOVERED, true);
    }
    Span span = builder.startSpan();
    try {
      Throwable failure = ran.failure();
      if (failure != null && span.isRecording()) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(ERROR_TYPE, ErrorClassifier.typeOf(failure));
        ExceptionEvent.add(span, failure, end);
      }
    } finally {
      span.end(Math.max(start, end), TimeUnit.NANOSECONDS);
    }
  }

  /** Cuts a name to what a span may bear. */
  static String cut(String name) {
    return Untrusted.cut(name, LONGEST_NAME);
  }

  /** Each name is made once; what takes part in too many of them is no name. */
  private String spanName(String cleanup) {
    String known = names.get(cleanup);
    if (known != null) {
      return known;
    }
    if (names.size() >= MOST_NAMES || cleanup.length() > LONGEST_NAME) {
      return KIND;
    }
    String name = KIND + ' ' + cleanup;
    names.put(cleanup, name);
    return name;
  }
}
