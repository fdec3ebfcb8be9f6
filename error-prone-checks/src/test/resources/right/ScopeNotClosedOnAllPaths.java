import io.micrometer.observation.Observation;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.List;
import org.slf4j.MDC;

interface Orders {
  int load(String id) throws IOException;

  void save(int order);
}

class S01 {
  Orders orders;

  void save(Span span, int order) {
    try (Scope scope = span.makeCurrent()) {
      orders.save(order);
    }
  }
}

class S02 {
  Orders orders;

  int load(Context context, String id) throws IOException {
    Scope scope = context.makeCurrent();
    try {
      if (id.isEmpty()) {
        return 0;
      }
      return orders.load(id);
    } finally {
      scope.close();
    }
  }
}

class S03 {
  Orders orders;

  void save(Observation observation, int order) {
    try (Observation.Scope scope = observation.openScope()) {
      orders.save(order);
    } finally {
      observation.stop();
    }
  }
}

class S04 {
  Orders orders;

  void save(brave.Tracer tracer, brave.Span span, List<Integer> all) {
    for (int order : all) {
      brave.Tracer.SpanInScope inScope = tracer.withSpanInScope(span);
      try {
        orders.save(order);
      } finally {
        inScope.close();
      }
    }
  }
}

class S05 {
  Orders orders;

  void save(io.opentracing.Tracer tracer, io.opentracing.Span span, int order) {
    try (io.opentracing.Scope scope = tracer.activateSpan(span)) {
      orders.save(order);
    } finally {
      span.finish();
    }
  }
}

class S06 {
  Orders orders;

  int load(String id) throws IOException {
    try (MDC.MDCCloseable field = MDC.putCloseable("order", id)) {
      return orders.load(id);
    }
  }
}

class S07 {
  Orders orders;

  void save(io.micrometer.tracing.Tracer tracer, io.micrometer.tracing.Span span, int order) {
    try (io.micrometer.tracing.Tracer.SpanInScope scope = tracer.withSpan(span)) {
      if (order > 0) {
        orders.save(order);
      }
    }
  }
}

class S08 {
  Orders orders;

  int loadOr(String id, int other) {
    Scope scope = Baggage.builder().put("order", id).build().makeCurrent();
    try {
      return orders.load(id);
    } catch (IOException e) {
      return other;
    } finally {
      scope.close();
    }
  }
}

class S09 {
  Orders orders;

  void save(Span span, int order) {
    Scope scope = span.makeCurrent();
    try (scope) {
      orders.save(order);
    }
  }
}

class S10 {
  Orders orders;

  Runnable task(Context context, int order) {
    return () -> {
      Scope scope = context.makeCurrent();
      try {
        orders.save(order);
      } finally {
        scope.close();
      }
    };
  }
}

class S11 {
  Orders orders;

  void nested(Span span, String id) throws IOException {
    try (Scope scope = span.makeCurrent();
        MDC.MDCCloseable field = MDC.putCloseable("order", id)) {
      orders.load(id);
    }
  }
}

class S12 {
  Orders orders;

  void current(brave.propagation.CurrentTraceContext current, brave.Span span, int order) {
    brave.propagation.CurrentTraceContext.Scope scope = current.newScope(span.context());
    try {
      orders.save(order);
    } finally {
      scope.close();
    }
  }
}
