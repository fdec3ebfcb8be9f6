package dev.backstop.benchmarks.server;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.jakarta.servlet.TracingFilter;
import brave.propagation.TraceContext;
import dev.backstop.benchmarks.measure.Signal;
import dev.backstop.benchmarks.measure.Telemetry;
import jakarta.servlet.Filter;
import java.util.concurrent.atomic.LongAdder;

/** Counts what Brave's filter tells Brave's tracer: neither can write to another one. */
final class BraveSpans extends SpanHandler {
  private final LongAdder ended = new LongAdder();

  private BraveSpans() {}

  static Filter filter(Telemetry telemetry) {
    BraveSpans spans = new BraveSpans();
    telemetry.countAlso(Signal.SPAN, spans.ended::sum);
    return TracingFilter.create(Tracing.newBuilder().addSpanHandler(spans).build());
  }

  @Override
  public boolean end(TraceContext context, MutableSpan span, Cause cause) {
    ended.increment();
    return true;
  }
}
