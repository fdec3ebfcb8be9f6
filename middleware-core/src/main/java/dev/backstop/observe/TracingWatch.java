package dev.backstop.observe;

import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import jakarta.servlet.DispatcherType;

/** One exchange's span, current on the thread of each dispatch until it ends. */
final class TracingWatch implements Watch {
  private final Span span;
  private final Context context;
  private final String name;

  TracingWatch(Span span, Context context, String name) {
    this.span = span;
    this.context = context;
    this.name = name;
  }

  @Override
  public AutoCloseable enter(DispatcherType type) {
    return new DispatchScope(context);
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    try {
      if (span.isRecording()) {
        OutcomeAttributes.set(span, name, outcome, report);
      }
    } finally {
      span.end();
    }
  }
}
