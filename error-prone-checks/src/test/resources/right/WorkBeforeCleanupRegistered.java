import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

interface Handler {
  Object handle(Object request);
}

interface Orders {
  Object load(String id);

  void save(Object order) throws IOException;
}

class S01 implements Filter {
  private final Tracer tracer;

  S01(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest rq = (HttpServletRequest) request;
    Span span =
        tracer.spanBuilder(rq.getMethod()).setSpanKind(SpanKind.SERVER).startSpan();
    span.setAttribute("url.path", rq.getRequestURI());
    try (Scope scope = span.makeCurrent()) {
      chain.doFilter(request, response);
    } finally {
      span.end();
    }
  }
}

class S02 {
  private final MeterRegistry meters;
  private final Handler handler;

  S02(MeterRegistry meters, Handler handler) {
    this.meters = meters;
    this.handler = handler;
  }

  Object timed(Object request) {
    Timer.Sample sample = Timer.start(meters);
    String kind = request.getClass().getSimpleName();
    try {
      return handler.handle(request);
    } finally {
      sample.stop(meters.timer("handled", "kind", kind));
    }
  }
}

class S03 {
  private final ObservationRegistry registry;

  S03(ObservationRegistry registry) {
    this.registry = registry;
  }

  <T> T observed(String name, Callable<T> task) throws Exception {
    Observation observation = Observation.start(name, registry);
    Observation.Scope scope = observation.openScope();
    T result;
    try {
      result = task.call();
      return result;
    } catch (Exception e) {
      observation.error(e);
      throw e;
    } finally {
      scope.close();
      observation.stop();
    }
  }
}

class S04 extends HttpFilter {
  private static final Logger LOG = LoggerFactory.getLogger(S04.class);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    Exchange.of(request)
        .cleanups()
        .register(
            "log",
            outcome -> LOG.info("{} took {}", outcome.status(), System.nanoTime() - start));
    chain.doFilter(request, response);
  }
}

class S05 {
  private final Lock lock = new ReentrantLock();
  private final Orders orders;

  S05(Orders orders) {
    this.orders = orders;
  }

  void update(String id) throws IOException {
    lock.lock();
    try {
      orders.save(id);
    } finally {
      lock.unlock();
    }
  }
}

class S06 {
  private final Tracer tracer;
  private final Orders orders;

  S06(Tracer tracer, Orders orders) {
    this.tracer = tracer;
    this.orders = orders;
  }

  void registered(CleanupRegistry cleanups, String id) {
    Span span = tracer.spanBuilder("order").startSpan();
    cleanups.register("span", outcome -> span.end());
    span.setAttribute("id", id);
    orders.load(id);
  }

  void referenced(CleanupRegistry cleanups, String id) {
    Span span = tracer.spanBuilder("order").startSpan();
    cleanups.register("span", span, Span::end);
    orders.load(id);
  }
}

class S07 extends HttpFilter {
  private final transient AtomicInteger active = new AtomicInteger();

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    MDC.put("path", request.getRequestURI());
    active.incrementAndGet();
    try {
      chain.doFilter(request, response);
    } finally {
      active.decrementAndGet();
      MDC.remove("path");
    }
  }
}

class S08 {
  private final Tracer tracer;
  private final Handler handler;

  S08(Tracer tracer, Handler handler) {
    this.tracer = tracer;
    this.handler = handler;
  }

  Runnable task(Object request) {
    return () -> {
      Span span = tracer.spanBuilder("task").setParent(Context.current()).startSpan();
      Scope scope = span.makeCurrent();
      try {
        handler.handle(request);
      } finally {
        scope.close();
        span.end();
      }
    };
  }
}

class S09 extends HttpFilter {
  private final transient MeterRegistry meters;

  S09(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getRequestURI().startsWith("/health")) {
      super.doFilter(request, response, chain);
      return;
    }
    long start = System.nanoTime();
    try {
      super.doFilter(request, response, chain);
    } finally {
      meters.timer("requests").record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }
}

class S10 {
  private final brave.Tracer tracer;
  private final Orders orders;

  S10(brave.Tracer tracer, Orders orders) {
    this.tracer = tracer;
    this.orders = orders;
  }

  void all(Iterable<String> ids) throws IOException {
    for (String id : ids) {
      brave.Span span = tracer.nextSpan().name("order").start();
      try (brave.Tracer.SpanInScope scope = tracer.withSpanInScope(span)) {
        orders.save(orders.load(id));
      } finally {
        span.finish();
      }
    }
  }
}

class S11 {
  private final ThreadLocal<Object> current = new ThreadLocal<>();
  private final Handler handler;

  S11(Handler handler) {
    this.handler = handler;
  }

  Object with(Object value, Object request) {
    current.set(value);
    try {
      return dispatched(request);
    } finally {
      current.remove();
    }
  }

  private Object dispatched(Object request) {
    return handler.handle(request);
  }
}
