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

class Holding extends HttpServletResponseWrapper {
  private final StringWriter text = new StringWriter();

  Holding(HttpServletResponse response) {
    super(response);
  }

  @Override
  public PrintWriter getWriter() {
    return new PrintWriter(text);
  }

  String text() {
    return text.toString();
  }
}

class Stamps {
  static void stamp(HttpServletResponse response) {
    response.setHeader("X-Stamp", "1");
  }
}

class S01 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S01.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } finally {
      if (!response.isCommitted()) {
        response.setHeader("X-Time", "1");
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
    try {
      chain.doFilter(request, response);
    } finally {
      if (!response.isCommitted()) {
        response.addCookie(new Cookie("a", "b"));
      }
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
    } finally {
      if (!response.isCommitted()) {
        response.setStatus(204);
      }
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
    } finally {
      if (!response.isCommitted()) {
        response.addHeader("Vary", "Accept");
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
    try {
      chain.doFilter(request, response);
    } finally {
      if (!response.isCommitted()) {
        response.setContentType("text/plain");
      }
    }
  }

}

class S06 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S06.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } finally {
      if (!response.isCommitted()) {
        response.setDateHeader("Expires", 0);
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
    try {
      chain.doFilter(request, response);
    } finally {
      if (!response.isCommitted()) {
        response.resetBuffer();
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
    Holding holding = new Holding(response);
    try {
      chain.doFilter(request, holding);
    } finally {
      response.setIntHeader("X-Length", holding.text().length());
    }
  }

}

class S09 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S09.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Exchange.of(request).cleanups().register(
        "status",
        outcome -> {
          if (!response.isCommitted()) {
            response.setHeader("X-Status", "" + outcome.status());
          }
        });
    chain.doFilter(request, response);
  }

}

class S10 implements Watch {
  private final HttpServletResponse response;

  S10(HttpServletResponse response) {
    this.response = response;
  }

  @Override
  public void beforeCommit(int status) {
    response.setHeader("X-Status", String.valueOf(status));
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    if (!response.isCommitted()) {
      response.setHeader("X-Late", "1");
    }
  }
}

class S11 implements Cleanup {
  private final HttpServletResponse response;

  S11(HttpServletResponse response) {
    this.response = response;
  }

  @Override
  public void run(Outcome outcome) throws IOException {
    if (!response.isCommitted()) {
      response.sendError(500);
    }
  }
}

class S12 extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(S12.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Early", "1");
    try {
      chain.doFilter(request, response);
    } catch (ServletException e) {
      log.warn("failed", e);
      response.sendError(500);
    } finally {
      if (!response.isCommitted()) {
        Stamps.stamp(response);
      }
    }
  }

}
