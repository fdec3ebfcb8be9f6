import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.Cleanup;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.servlet.*;
import jakarta.servlet.http.*;
import java.io.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class S01 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S01.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      if (!request.isAsyncStarted()) {
        log.info("{}", System.nanoTime() - start);
      }
    }
  }

}

class S02 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S02.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    log.debug("in");
    try {
      chain.doFilter(request, response);
    } finally {
      if (!request.isAsyncStarted()) {
        log.info("{}", response.getStatus());
      }
    }
  }

}

class S03 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S03.class);
  private Tracer tracer;
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Span span = tracer.spanBuilder("a").startSpan();
    try {
      chain.doFilter(request, response);
    } finally {
      if (!request.isAsyncStarted()) {
        span.end();
      }
    }
  }

}

class S04 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S04.class);
  private MeterRegistry registry;
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Timer.Sample sample = Timer.start(registry);
    try {
      chain.doFilter(request, response);
    } finally {
      if (!request.isAsyncStarted()) {
        sample.stop(registry.timer("http"));
      }
    }
  }

}

class S05 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S05.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Instant start = Instant.now();
    try {
      chain.doFilter(request, response);
    } finally {
      if (!request.isAsyncStarted()) {
        log.info("{}", Duration.between(start, Instant.now()));
      }
    }
  }

}

class S06 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S06.class);
  private Clock clock = Clock.systemUTC();
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = clock.millis();
    try {
      chain.doFilter(request, response);
    } finally {
      if (!request.isAsyncStarted()) {
        long end = clock.millis();
        log.info("{}", end - start);
      }
    }
  }

}

class S07 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S07.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    if (!request.isAsyncStarted()) {
      report(response);
    }
  }
  private static void report(HttpServletResponse response) {
    log.info("{}", response.getStatus());
  }
}

class S08 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S08.class);
  private MeterRegistry registry;
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.currentTimeMillis();
    chain.doFilter(request, response);
    if (!request.isAsyncStarted()) {
      registry.timer("http").record(Duration.ofMillis(System.currentTimeMillis() - start));
    }
  }

}

class S09 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S09.class);
  private brave.Tracer tracer;
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    brave.Span span = tracer.nextSpan().name(request.getMethod()).start();
    try (brave.Tracer.SpanInScope scope = tracer.withSpanInScope(span)) {
      chain.doFilter(request, response);
    } finally {
      if (!request.isAsyncStarted()) {
        span.tag("status", String.valueOf(response.getStatus())).finish();
      }
    }
  }

}

class S10 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S10.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    if (!request.isAsyncStarted()) {
      boolean failed = response.getStatus() >= 500;
      log.info("{} {}", request.getRequestURI(), failed);
    }
  }

}

class S11 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S11.class);
  private io.micrometer.observation.ObservationRegistry registry;
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    io.micrometer.observation.Observation observation =
        io.micrometer.observation.Observation.start("http", registry);
    try {
      chain.doFilter(request, response);
    } finally {
      if (!request.isAsyncStarted()) {
        observation.stop();
      }
    }
  }

}
