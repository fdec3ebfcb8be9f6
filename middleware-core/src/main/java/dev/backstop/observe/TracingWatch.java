package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import dev.backstop.pitfall.Pitfall;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;

/** One exchange's span, current on the thread of each dispatch until it ends. */
final class TracingWatch implements Watch {
  private final Context context; // with the span, which is no field: that would be 8 bytes more
  private final SpanNames names;
  private final Exchange exchange;
  private final CleanupTracer cleanups;
  private final @Nullable SpanTime time;
  private volatile @Nullable EarlyCleanups early; // null until there is one
  private volatile boolean errorSeen;

  TracingWatch(
      Span span, Context context, SpanNames names, Exchange exchange, CleanupTracer cleanups) {
    this.exchange = exchange;
    this.cleanups = cleanups;
    this.time = cleanups.startOf(span, exchange);
    this.context = context;
    this.names = names;
  }

  private Span span() {
    return Span.fromContext(context);
  }

  @Override
  public AutoCloseable enter(DispatcherType type) {
    return new DispatchScope(context);
  }

  @Override
  public AutoCloseable enterCleanups() {
    return new DispatchScope(context);
  }

  @Override
  public void pitfall(Pitfall pitfall) {
    Span span = span();
    if (span.isRecording()) { // not after its end, where an event is lost
      PitfallEvent.add(span, pitfall);
    }
  }

  @Override
  public void error(Throwable error, boolean handled) {
    errorSeen = true;
  }

  @Override
  public void ranApart(CleanupReport.Ran cleanup) {
    if (span().isRecording() && cleanup.durationNanos() >= 0) { // not after its end
      EarlyCleanups all = early();
      all.add(cleanup);
      cleanups.traceEarly(cleanup, all, errorSeen, context, time, exchange);
    }
  }

  private synchronized EarlyCleanups early() {
    EarlyCleanups known = early;
    if (known == null) {
      known = new EarlyCleanups();
      early = known;
    }
    return known;
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    Span span = span();
    try {
      if (span.isRecording()) {
        exchange.annotations().forEach(span::setAttribute);
        String tenant = exchange.tenant();
        if (tenant != null) {
          span.setAttribute("backstop.tenant", Untrusted.clean(tenant)); // as on the log line
        }
        CleanupReport.Totals totals = report.ofApplication();
        EarlyCleanups before = early;
        OutcomeAttributes.set(
            span, names, outcome, report, before == null ? totals : before.and(totals));
        int leftOut = cleanups.trace(context, time, exchange, outcome, report, totals);
        leftOut += before == null ? 0 : before.leftOut();
        if (leftOut > 0) {
          span.setAttribute(CleanupTracer.LEFT_OUT, (long) leftOut);
        }
      }
    } finally {
      span.end();
    }
  }
}
