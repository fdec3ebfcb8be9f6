import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

interface Client {
  String send(String body) throws IOException;
}

interface Store {
  void insert(String id) throws SQLException;
}

class S01 {
  private final Tracer tracer;
  private final Client client;

  S01(Tracer tracer, Client client) {
    this.tracer = tracer;
    this.client = client;
  }

  String call(String body) {
    Span span = tracer.spanBuilder("call").startSpan();
    try (Scope scope = span.makeCurrent()) {
      return client.send(body);
    } catch (IOException e) {
      span.recordException(e);
      throw new UncheckedIOException(e);
    } finally {
      span.end();
    }
  }
}

class S02 extends HttpFilter {
  private final transient Tracer tracer;

  S02(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Span span = tracer.spanBuilder(request.getMethod()).startSpan();
    try (Scope scope = span.makeCurrent()) {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException e) {
      span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      span.end();
    }
  }
}

class S03 {
  private static final Logger LOG = LoggerFactory.getLogger(S03.class);

  void store(brave.Tracer tracer, Store store, String id) {
    brave.Span span = tracer.nextSpan().name("store").start();
    try {
      store.insert(id);
    } catch (SQLException e) {
      LOG.warn("not stored: {}", id, e);
      span.error(e);
    } finally {
      span.finish();
    }
  }
}

class S04 {
  void store(io.opentracing.Tracer tracer, Store store, String id) {
    io.opentracing.Span span = tracer.buildSpan("store").start();
    try {
      store.insert(id);
    } catch (SQLException e) {
      span.log(Map.of("event", "error", "error.object", e));
      throw new IllegalStateException(e);
    } finally {
      span.finish();
    }
  }
}

class S05 {
  <T> T observed(ObservationRegistry registry, Callable<T> task) throws Exception {
    Observation observation = Observation.start("task", registry);
    try (Observation.Scope scope = observation.openScope()) {
      return task.call();
    } catch (Throwable e) {
      observation.error(e);
      throw e;
    } finally {
      observation.stop();
    }
  }
}

class S06 {
  private static final Logger LOG = LoggerFactory.getLogger(S06.class);
  private final Client client;

  S06(Client client) {
    this.client = client;
  }

  String call(String body) {
    Span.current().setAttribute("length", body.length());
    try {
      Span.current().addEvent("sending");
      return client.send(body);
    } catch (IOException e) {
      Span.current().recordException(e);
      LOG.warn("not sent", e);
      return "";
    }
  }
}

class S07 {
  private final Tracer tracer;

  S07(Tracer tracer) {
    this.tracer = tracer;
  }

  Runnable task(Client client) {
    return () -> {
      Span span = tracer.spanBuilder("task").startSpan();
      try {
        client.send("task");
      } catch (IOException e) {
        failed(span, e);
      } catch (RuntimeException e) {
        span.recordException(e);
        throw e;
      } finally {
        span.end();
      }
    };
  }

  private static void failed(Span span, Throwable error) {
    span.recordException(error);
  }
}

class S08 {
  private final io.micrometer.tracing.Tracer tracer;
  private final Store store;

  S08(io.micrometer.tracing.Tracer tracer, Store store) {
    this.tracer = tracer;
    this.store = store;
  }

  boolean store(Iterable<String> ids) {
    io.micrometer.tracing.Span span = tracer.nextSpan().name("all").start();
    try {
      for (String id : ids) {
        store.insert(id);
      }
      return true;
    } catch (SQLException | RuntimeException e) {
      span.error(e);
      return false;
    } finally {
      span.end();
    }
  }
}

class S09 {
  void call(Tracer tracer, Client client, Store store) throws IOException {
    Span span = tracer.spanBuilder("both").startSpan();
    Throwable failure = null;
    try {
      client.send("one");
      store.insert("one");
    } catch (SQLException e) {
      failure = e;
      throw new IOException(e);
    } finally {
      if (failure != null) {
        span.setAttribute("failed", true);
      }
      span.end();
    }
  }
}

class S10 {
  String call(Tracer tracer, Client client) {
    Span span = tracer.spanBuilder("call").startSpan();
    try {
      try {
        return client.send("one");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } catch (UncheckedIOException e) {
      span.setStatus(StatusCode.ERROR);
      return "";
    } finally {
      span.end();
    }
  }
}

class S11 {
  int port(Tracer tracer, String text) {
    Span span = tracer.spanBuilder("parse").startSpan();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    } finally {
      span.end();
    }
  }

  void call(Tracer tracer, Client client) {
    Span span = tracer.spanBuilder("call").startSpan();
    try {
      client.send("one");
    } catch (IOException e) {
      span.addEvent("exception");
    } finally {
      span.end();
    }
  }
}
