package dev.backstop.benchmarks.server;

import dev.backstop.benchmarks.measure.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The filter of the articles: it logs, times and traces in its {@code finally}. */
final class NaiveFilter implements Filter {
  private final Logger logger;
  private final MeterRegistry meters;
  private final Tracer tracer;
  private final TextMapPropagator propagator;

  NaiveFilter(Telemetry telemetry) {
    logger = telemetry.logger();
    meters = telemetry.meters();
    tracer = telemetry.tracing().getTracer("naive");
    propagator = telemetry.tracing().getPropagators().getTextMapPropagator();
  }

  @Override
  // All that Backstop's checks say of it is true: that is what makes it naive.
  @SuppressWarnings({"StatusReadInFinally", "FilterIgnoresAsync", "CleanupStepSkipsNext", "try"})
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    StatusResponse wrapped = new StatusResponse((HttpServletResponse) response);
    long begin = System.nanoTime();
    Span span = span(http);
    try (Scope scope = span.makeCurrent()) {
      chain.doFilter(request, wrapped);
    } catch (IOException | ServletException | RuntimeException e) {
      span.recordException(e);
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      long nanos = System.nanoTime() - begin;
      span.setAttribute("http.response.status_code", wrapped.status);
      span.end();
      Timer.builder("http.server.requests")
          .tag("method", http.getMethod())
          .tag("uri", Users.ROUTE)
          .tag("status", Integer.toString(wrapped.status))
          .register(meters)
          .record(nanos, TimeUnit.NANOSECONDS);
      logger.info(
          "\"{} {}\" {} in {} ms",
          http.getMethod(),
          http.getRequestURI(),
          wrapped.status,
          nanos / 1e6);
    }
  }

  private Span span(HttpServletRequest request) {
    return tracer
        .spanBuilder(request.getMethod() + " " + Users.ROUTE)
        .setParent(propagator.extract(Context.current(), request, Headers.GETTER))
        .setSpanKind(SpanKind.SERVER)
        .setAttribute("http.request.method", request.getMethod())
        .setAttribute("http.route", Users.ROUTE)
        .setAttribute("url.path", request.getRequestURI())
        .setAttribute("url.scheme", request.getScheme())
        .startSpan();
  }

  private enum Headers implements TextMapGetter<HttpServletRequest> {
    GETTER;

    @Override
    public Iterable<String> keys(HttpServletRequest request) {
      return Collections.list(request.getHeaderNames());
    }

    @Override
    public @Nullable String get(@Nullable HttpServletRequest request, String key) {
      return request == null ? null : request.getHeader(key);
    }
  }

  /** Remembers the argument of each method that sets a status. */
  @SuppressWarnings("ResponseWrapperIncomplete") // as in the articles
  private static final class StatusResponse extends HttpServletResponseWrapper {
    private int status = SC_OK;

    StatusResponse(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setStatus(int status) {
      this.status = status;
      super.setStatus(status);
    }

    @Override
    public void sendError(int status) throws IOException {
      this.status = status;
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      this.status = status;
      super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
      this.status = SC_FOUND;
      super.sendRedirect(location);
    }
  }
}
