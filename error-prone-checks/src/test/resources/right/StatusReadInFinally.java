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
    } catch (Throwable e) {
      log.warn("failed after {} ns", System.nanoTime() - start, e);
      throw e;
    } finally {
      log.info("{} {}", request.getRequestURI(), response.getStatus());
    }
  }

}

class S02 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S02.class);
  private MeterRegistry registry;
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Throwable error = null;
    Timer.Sample sample = Timer.start(registry);
    try {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException e) {
      error = e;
      throw e;
    } finally {
      String status = error == null ? Integer.toString(response.getStatus()) : "500";
      sample.stop(registry.timer("http", "status", status));
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
    Span span = tracer.spanBuilder(request.getMethod()).startSpan();
    try (Scope scope = span.makeCurrent()) {
      chain.doFilter(request, response);
    } catch (Exception e) {
      span.recordException(e);
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.setAttribute("http.response.status_code", response.getStatus());
      span.end();
    }
  }

}

class S04 implements Filter {
  private static final Logger log = LoggerFactory.getLogger(S04.class);

  @Override
  public void doFilter(ServletRequest rq, ServletResponse rs, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) rq;
    HttpServletResponse response = (HttpServletResponse) rs;
    try {
      chain.doFilter(rq, rs);
    } catch (RuntimeException e) {
      response.setStatus(500);
      throw e;
    } finally {
      report(request, response);
    }
  }


  private static void report(HttpServletRequest request, HttpServletResponse response) {
    log.info("{} {}", request.getMethod(), response.getStatus());
  }
}

class Capturing extends HttpServletResponseWrapper {
  private int status = 200;

  Capturing(HttpServletResponse response) {
    super(response);
  }

  void fail() {
    status = 500;
  }

  int getStatusCode() {
    return status;
  }
}

class S05 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S05.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    MDC.put("path", request.getRequestURI());
    try {
      try {
        chain.doFilter(request, response);
      } catch (IOException | ServletException e) {
        response.sendError(502);
      }
    } finally {
      log.info("{}", response.getStatus());
      MDC.remove("path");
    }
  }

}

class S06 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S06.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Capturing capturing = new Capturing(response);
    try {
      super.doFilter(request, capturing, chain);
    } catch (Exception e) {
      capturing.fail();
      throw e;
    } finally {
      log.info("{} took {}", capturing.getStatusCode(), request.getMethod());
    }
  }

}

class S07 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S07.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean returned = false;
    try {
      chain.doFilter(request, response);
      returned = true;
    } finally {
      if (returned) {
        log.info("{} {}", request.getMethod(), response.getStatus());
      } else {
        log.info("{} failed", request.getMethod());
      }
    }
  }

}

class S08 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S08.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } finally {
      if (response.isCommitted()) {
        log.info("sent {}", response.getStatus());
      }
    }
  }

}

class S09 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S09.class);
  private MeterRegistry registry;
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Instant start = Instant.now();
    try {
      proceed(request, response, chain);
    } catch (Exception e) {
      log.warn("failed", e);
      throw e;
    } finally {
      Duration took = Duration.between(start, Instant.now());
      Optional.ofNullable(registry)
          .ifPresent(it -> it.timer("http", "status", "" + response.getStatus()).record(took));
    }
  }
  private void proceed(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
  }
}

class S10 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S10.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Runnable end = () -> log.info("{}", response.getStatus());
    try {
      chain.doFilter(request, response);
    } catch (Throwable e) {
      log.warn("failed", e);
      throw e;
    } finally {
      end.run();
    }
  }

}

class S11 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S11.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    int status = 500;
    try {
      chain.doFilter(request, response);
      status = response.getStatus();
    } finally {
      log.info("{} {}", request.getMethod(), status);
    }
  }

}
