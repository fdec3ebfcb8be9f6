package dev.backstop.observe;

import dev.backstop.completion.RequestHead;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides what a server span belongs to: the client's span, or a new trace. */
final class InboundContext {
  private final TextMapPropagator propagator;
  private final @Nullable Predicate<RequestHead> trusted;

  InboundContext(TextMapPropagator propagator, @Nullable Predicate<RequestHead> trusted) {
    this.propagator = propagator;
    this.trusted = trusted;
  }

  /** Sets the parent of a span that is being built, or links to it, and returns the context. */
  Context parentOf(RequestHead head, SpanBuilder builder) {
    // From the root: what an earlier request left on this thread must not become the parent.
    Context sent = propagator.extract(Context.root(), head, InboundHeaders.INSTANCE);
    if (sent == Context.root() || trusted == null || trusted.test(head)) {
      builder.setParent(sent);
      return sent;
    }
    builder.setNoParent();
    SpanContext remote = Span.fromContext(sent).getSpanContext();
    if (remote.isValid()) {
      builder.addLink(
          SpanContext.createFromRemoteParent(
              remote.getTraceId(),
              remote.getSpanId(),
              TraceFlags.getDefault(),
              TraceState.getDefault()));
    }
    return Context.root();
  }
}
