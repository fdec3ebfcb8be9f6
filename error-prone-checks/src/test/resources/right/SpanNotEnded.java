import brave.ScopedSpan;
import dev.backstop.Exchange;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

interface Orders {
  int load(String id) throws IOException;

  void save(int order);
}

class S01 {
  private final Tracer tracer;
  private final Orders orders;

  S01(Tracer tracer, Orders orders) {
    this.tracer = tracer;
    this.orders = orders;
  }

  void charge(int order) {
    Span span = tracer.spanBuilder("charge").startSpan();
    try {
      orders.save(order);
    } finally {
      span.end();
    }
  }
}

class S02 extends HttpFilter {
  private Tracer tracer;

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Span span =
        tracer
            .spanBuilder(request.getMethod())
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("path", request.getRequestURI())
            .startSpan();
    try (Scope scope = span.makeCurrent()) {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException e) {
      span.recordException(e);
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }
}

class S03 {
  brave.Tracer tracer;
  Orders orders;

  int load(String id) throws IOException {
    brave.Span span = tracer.nextSpan().name("load").start();
    try (brave.Tracer.SpanInScope scope = tracer.withSpanInScope(span)) {
      return orders.load(id);
    } catch (IOException e) {
      span.error(e);
      throw e;
    } finally {
      span.finish();
    }
  }
}

class S04 {
  brave.Tracer tracer;
  Orders orders;

  void save(List<Integer> all) {
    for (int order : all) {
      ScopedSpan span = tracer.startScopedSpan("save");
      try {
        orders.save(order);
      } finally {
        span.finish();
      }
    }
  }
}

class S05 {
  io.opentracing.Tracer tracer;
  Orders orders;

  int load(String id) throws IOException {
    io.opentracing.Span span = tracer.buildSpan("load").withTag("id", id).start();
    try {
      if (id.isEmpty()) {
        return 0;
      }
      return orders.load(id);
    } finally {
      span.finish();
    }
  }
}

class S06 {
  io.micrometer.tracing.Tracer tracer;
  Orders orders;

  void save(int order) {
    io.micrometer.tracing.Span span = tracer.nextSpan().name("save").start();
    try (io.micrometer.tracing.Tracer.SpanInScope scope = tracer.withSpan(span)) {
      switch (order) {
        case 0:
          return;
        case 1:
          orders.save(2);
          break;
        default:
          orders.save(order);
      }
    } finally {
      span.end();
    }
  }
}

class S07 {
  Tracer tracer;
  Orders orders;

  void saveAll(List<Integer> all) {
    Span span = tracer.spanBuilder("all").setParent(Context.current()).startSpan();
    int done = 0;
    try {
      for (int order : all) {
        if (order < 0) {
          break;
        }
        orders.save(order);
        done++;
      }
    } finally {
      span.setAttribute("done", done);
      span.end();
    }
  }
}

class S08 {
  Tracer tracer;
  Orders orders;

  int loadOr(String id, int other) {
    var span = tracer.spanBuilder("load").startSpan();
    try {
      return orders.load(id);
    } catch (IOException e) {
      span.recordException(e);
      return other;
    } finally {
      finish(span);
    }
  }

  private static void finish(Span span) {
    span.setAttribute("finished", true);
    span.end();
  }
}

class S09 {
  Tracer tracer;
  Orders orders;

  void maybe(boolean traced, int order) {
    Span span = traced ? tracer.spanBuilder("save").startSpan() : null;
    try {
      orders.save(order);
    } finally {
      if (span != null) {
        span.end();
      }
    }
  }
}

class S10 {
  Tracer tracer;
  Orders orders;

  Runnable task(int order) {
    return () -> {
      Span span = tracer.spanBuilder("task").startSpan();
      try {
        orders.save(order);
      } finally {
        span.end();
      }
    };
  }
}

class S11 {
  Tracer tracer;
  Orders orders;

  void inSteps(int order) throws IOException {
    Span outer = tracer.spanBuilder("outer").startSpan();
    try {
      Span inner = tracer.spanBuilder("inner").startSpan();
      try {
        orders.save(order);
      } finally {
        inner.end();
      }
      orders.load("next");
    } finally {
      outer.end();
    }
  }
}

class S12 {
  Tracer tracer;
  Orders orders;

  void registered(HttpServletRequest request, int order) {
    Span span = tracer.spanBuilder("save").startSpan();
    Exchange.of(request).cleanups().register("span", span, Span::end);
    orders.save(order);
  }
}

class S13 {
  Tracer tracer;
  Orders orders;

  void both(int order) {
    Span span = tracer.spanBuilder("save").startSpan();
    try {
      orders.save(order);
      span.end();
    } catch (RuntimeException e) {
      span.recordException(e);
      span.end();
      throw e;
    }
  }
}
