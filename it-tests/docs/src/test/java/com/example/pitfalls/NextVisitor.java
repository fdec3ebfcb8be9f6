package com.example.pitfalls;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Another request, which has nothing to do with the one before: answers with its trace id. */
final class NextVisitor extends HttpServlet {
  private final transient Tracer tracer;

  NextVisitor(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Span span = tracer.spanBuilder("next").startSpan();
    try {
      response.getWriter().print(span.getSpanContext().getTraceId());
    } finally {
      span.end();
    }
  }
}
