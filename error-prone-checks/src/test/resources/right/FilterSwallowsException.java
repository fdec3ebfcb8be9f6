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
    try {
      chain.doFilter(request, response);
    } catch (Exception e) {
      log.error("failed", e);
      throw e;
    }
  }

}

class S02 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S02.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (Exception e) {
      log.error("failed", e);
      response.sendError(500);
    }
  }

}

class S03 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S03.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (IOException | ServletException e) {
      log.error("failed", e);
      throw new ServletException(e);
    }
  }

}

class S04 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S04.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (Throwable e) {
      log.atError().setCause(e).log("failed");
      throw e;
    } finally {
      log.info("left");
    }
  }

}

class S05 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S05.class);
  private io.micrometer.core.instrument.Counter errors;
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (RuntimeException e) {
      errors.increment();
      log.warn("failed {}", request.getRequestURI(), e);
      response.setStatus(503);
    }
  }

}

class S06 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S06.class);
  private Span span;
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (ServletException e) {
      span.recordException(e);
      span.setStatus(StatusCode.ERROR);
      throw e;
    }
  }

}

class S07 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S07.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      super.doFilter(request, response, chain);
    } catch (IllegalStateException e) {
      if (log.isWarnEnabled()) {
        log.warn("state", e);
      }
      throw e;
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
    } catch (Exception e) {
      log.error("failed", e);
      answer(e, response);
    }
  }
  private static void answer(Exception e, HttpServletResponse response) throws IOException {
    response.sendError(e instanceof IllegalArgumentException ? 400 : 500);
  }
}

class S09 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S09.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (Exception e) {
      e.printStackTrace();
      Exchange.of(request).fail(e);
    }
  }

}

class S10 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S10.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (Error e) {
      System.err.println(e.getMessage());
      throw e;
    }
  }

}

class S11 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S11.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    for (int attempt = 0; attempt < 1; attempt++) {
      try (Closeable scope = () -> log.debug("closed")) {
        chain.doFilter(request, response);
      } catch (IOException e) {
        log.warn("io", e);
        throw new UncheckedIOException(e);
      }
    }
  }

}
