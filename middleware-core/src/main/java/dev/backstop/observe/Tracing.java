package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Stage;
import dev.backstop.Watch;
import dev.backstop.completion.RequestHead;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.SchemaUrls;
import java.time.Duration;

/**
 * Makes the server span of every exchange, by the stable OpenTelemetry semantic conventions for
 * HTTP, with the OpenTelemetry API alone.
 *
 * <ul>
 *   <li>The parent comes from the propagators of the OpenTelemetry that is given. Whom {@link
 *       TracingBuilder#trustInbound} does not trust is linked to, and no more.
 *   <li>The span is current on the thread of each dispatch, and what was current before is restored
 *       exactly, even where the application left a scope open.
 *   <li>The status is ERROR where {@link dev.backstop.outcome.Outcome#failed()}; the exception is
 *       then recorded, once, with its own stack. An error that was handled and answered with 4xx is
 *       told by attributes.
 *   <li>The span ends last, after all cleanups; the time to the last byte is its attribute {@code
 *       backstop.response.duration}, in seconds. Its other attributes beyond the conventions are
 *       {@code backstop.ending}, {@code backstop.error.origin}, {@code backstop.tenant}, the keys
 *       of {@link Exchange#annotations()}, and of the application's cleanups {@code
 *       backstop.cleanup.count}, {@code .duration} (how long they ran, added up, in seconds; where
 *       they were timed), {@code .failures} (how many) and {@code .failed} (which).
 *   <li>A cleanup that failed or took longer than 100 milliseconds is a span below it ({@link
 *       TracingBuilder#cleanupSpans}), {@code cleanup <name>}, with the times at which it ran,
 *       {@code backstop.cleanup.name}, {@code .sequence} and {@code .outcome} ({@code ok}, {@code
 *       failed}, {@code timed_out}), and {@code .recovered} where the exchange had an error. One
 *       that failed has the status ERROR and its exception. One exchange has 100 such spans at the
 *       most, those that failed and the longest; {@code backstop.cleanup.left_out} of the server
 *       span counts the others.
 *   <li>A pitfall that is caught before the span's end is an event on it, {@code backstop.pitfall},
 *       with {@code backstop.pitfall.id}, {@code .kind}, {@code .detail} and {@code .site}.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class Tracing implements Middleware {
  private static final String SCOPE = "dev.backstop";
  static final String VERSION = "0.1.0";

  private final Tracer tracer;
  private final InboundContext inbound;
  private final KnownMethods methods = new KnownMethods();
  private final RequestAttributes requestAttributes;
  private final CleanupTracer cleanups;

  Tracing(TracingBuilder builder, OpenTelemetry openTelemetry) {
    requireConventions();
    this.tracer =
        openTelemetry
            .tracerBuilder(SCOPE)
            .setInstrumentationVersion(VERSION)
            .setSchemaUrl(SchemaUrls.V1_45_0)
            .build();
    this.inbound =
        new InboundContext(openTelemetry.getPropagators().getTextMapPropagator(), builder.trusted);
    this.requestAttributes = new RequestAttributes(builder);
    this.cleanups = new CleanupTracer(tracer, builder.cleanupSpans, nanosOf(builder.slowCleanup));
  }

  private static long nanosOf(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException longerThanCenturies) {
      return Long.MAX_VALUE;
    }
  }

  /** At the first request it would be too late: no span would ever be made. */
  private static void requireConventions() {
    try {
      HttpAttributes.HTTP_ROUTE.getKey();
    } catch (LinkageError absent) {
      throw new IllegalStateException(
          "OpenTelemetry's semantic conventions are not on the class path: expected"
              + " io.opentelemetry.semconv:opentelemetry-semconv; add it to the application",
          absent);
    }
  }

  /**
   * {@return tracing with the defaults, which trusts the trace context of every client}
   *
   * @param openTelemetry gives the tracer and the propagators
   * @throws IllegalStateException where {@code openTelemetry} is null
   */
  public static Tracing create(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /**
   * {@return a builder with the defaults}
   *
   * @param openTelemetry gives the tracer and the propagators
   */
  public static TracingBuilder builder(OpenTelemetry openTelemetry) {
    return new TracingBuilder(openTelemetry);
  }

  /** Returns {@link Stage#CONTEXT}: the span starts first and ends last. */
  @Override
  public Stage stage() {
    return Stage.CONTEXT;
  }

  /** Returns whether it reads how long cleanups took: unless {@link CleanupSpans#OFF}. */
  @Override
  public boolean timesCleanups() {
    return !cleanups.isOff();
  }

  @Override
  public Watch start(Exchange exchange) {
    RequestHead head = exchange.request();
    SpanNames names = methods.namesOf(exchange.method());
    SpanBuilder builder = tracer.spanBuilder(names.withoutRoute()).setSpanKind(SpanKind.SERVER);
    Context parent = inbound.parentOf(head, builder);
    requestAttributes.set(builder, exchange, head, methods.contains(exchange.method()));
    Span span = builder.startSpan();
    SpanContext made = span.getSpanContext();
    if (made.isValid()) {
      exchange.traceId(made.getTraceId());
    }
    return new TracingWatch(span, parent.with(span), names, exchange, cleanups);
  }
}
