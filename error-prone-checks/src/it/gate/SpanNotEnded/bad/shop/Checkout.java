package shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;

class Checkout {
  private final Tracer tracer;

  Checkout(Tracer tracer) {
    this.tracer = tracer;
  }

  boolean pay(long cents) {
    Span span = tracer.spanBuilder("pay").startSpan(); // blocked: SpanNotEnded
    if (cents == 0) {
      return false;
    }
    boolean paid = charge(cents);
    span.end();
    return paid;
  }

  private static boolean charge(long cents) {
    return cents < 1_000_000;
  }
}
