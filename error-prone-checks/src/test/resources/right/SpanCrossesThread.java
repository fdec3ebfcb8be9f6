import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

interface Store {
  void save(Object it);
}

class S01 {
  void store(Tracer tracer, Executor executor, Store store) {
    Span span = tracer.spanBuilder("store").startSpan();
    try (Scope scope = span.makeCurrent()) {
      executor.execute(Context.current().wrap((Runnable) () -> span.addEvent("saved")));
    } finally {
      span.end();
    }
  }
}

class S02 {
  void store(Tracer tracer, ExecutorService executor, Store store) {
    Span span = tracer.spanBuilder("store").startSpan();
    try {
      Context.taskWrapping(executor).execute(() -> span.setAttribute("saved", true));
    } finally {
      span.end();
    }
  }
}

class S03 {
  void store(ExecutorService executor, Store store) {
    Context.taskWrapping(executor).submit(() -> store.save(Span.current()));
  }
}

class S04 {
  void store(Executor executor, Store store) {
    executor.execute(Context.current().wrap((Runnable) () -> Span.current().addEvent("a")));
  }
}

class S05 {
  void store(brave.Tracing tracing, Executor executor) {
    brave.Span span = tracing.tracer().nextSpan().start();
    try {
      executor.execute(tracing.currentTraceContext().wrap((Runnable) () -> span.tag("a", "b")));
    } finally {
      span.finish();
    }
  }
}

class S06 {
  void store(Tracer tracer, Executor executor, Store store) {
    Span span = tracer.spanBuilder("store").startSpan();
    executor.execute(
        () -> {
          try (Scope scope = span.makeCurrent()) {
            store.save("x");
          } finally {
            span.end();
          }
        });
  }
}

class S07 {
  void store(Executor executor, Store store) {
    Executor wrapped = Context.current().wrap(executor);
    wrapped.execute(() -> Span.current().addEvent("stored"));
    wrapped.execute(() -> store.save("x"));
  }
}

class S08 {
  void store(Tracer tracer, ExecutorService executor, Store store) {
    Span span = tracer.spanBuilder("store").startSpan();
    CompletableFuture.runAsync(() -> span.addEvent("x"), Context.taskWrapping(executor));
    span.end();
  }
}

class S09 {
  void store(Tracer tracer, Executor executor, Store store) {
    Span span = tracer.spanBuilder("store").startSpan();
    Runnable task = Context.current().wrap((Runnable) () -> span.addEvent("x"));
    new Thread(task, "store").start();
    span.end();
  }
}

class S10 {
  void store(io.micrometer.tracing.Tracer tracer, Executor executor, Store store) {
    io.micrometer.tracing.Span span = tracer.nextSpan().start();
    executor.execute(
        () -> {
          try (io.micrometer.tracing.Tracer.SpanInScope scope = tracer.withSpan(span)) {
            store.save("x");
          } finally {
            span.end();
          }
        });
  }
}

class S11 {
  void store(Tracer tracer, Executor executor, Store store) {
    Context parent = Context.current();
    executor.execute(
        () -> {
          Span own = tracer.spanBuilder("child").setParent(parent).startSpan();
          try {
            store.save("x");
          } finally {
            own.end();
          }
        });
  }
}
