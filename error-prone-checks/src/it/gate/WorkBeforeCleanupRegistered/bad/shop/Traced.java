package shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

class Traced implements Filter {
  private final Tracer tracer;

  Traced(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Span span = tracer.spanBuilder("shop").startSpan();
    chain.doFilter(request, response); // blocked: WorkBeforeCleanupRegistered
    try {
      span.setAttribute("shop.done", true);
    } finally {
      span.end();
    }
  }
}
