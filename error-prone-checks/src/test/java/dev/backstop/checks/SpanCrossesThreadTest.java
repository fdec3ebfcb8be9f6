package dev.backstop.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanCrossesThreadTest {
  private static final String OTEL = "Span span = tracer.spanBuilder(\"x\").startSpan(); ";
  private static final String BRAVE = "brave.Span span = brave.nextSpan().start(); ";
  private static final String OPENTRACING =
      "io.opentracing.Span span = opentracing.buildSpan(\"x\").start(); ";
  private static final String MICROMETER =
      "io.micrometer.tracing.Span span = micrometer.nextSpan().start(); ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        OTEL + "executor.execute(() -> span.addEvent(\"a\"));",
        OTEL + "executor.submit(() -> { span.setAttribute(\"a\", 1); }); span.end();",
        OTEL + "executor.execute(() -> { try { work(); } finally { span.end(); } });",
        OTEL + "new Thread(() -> span.addEvent(\"a\")).start();",
        OTEL + "CompletableFuture.runAsync(() -> span.addEvent(\"a\"), executor);",
        OTEL + "executor.execute(new Runnable() { public void run() { span.end(); } });",
        OTEL + "executor.execute(span::end);",
        OTEL + "Runnable task = () -> span.addEvent(\"a\"); executor.execute(task);",
        OTEL
            + "if (span.isRecording()) { span.end(); } executor.execute(() -> span.addEvent(\"\"));",
        "Span span = Span.current(); executor.execute(() -> span.setAttribute(\"a\", 1));",
        BRAVE + "executor.execute(() -> span.tag(\"a\", \"b\"));",
        OPENTRACING + "executor.execute(() -> span.setTag(\"a\", \"b\"));",
        MICROMETER + "executor.execute(() -> span.event(\"a\"));",
        "executor.execute(() -> Span.current().addEvent(\"a\"));",
        "CompletableFuture.supplyAsync(() -> Span.current().getSpanContext().getTraceId());",
        "executor.execute(() -> brave.currentSpan().tag(\"a\", \"b\"));",
        "executor.execute(() -> opentracing.activeSpan().log(\"a\"));",
        "executor.execute(() -> micrometer.currentSpan().event(\"a\"));",
      })
  void spanWithoutContext_isReported(String code) {
    check("// BUG: Diagnostic contains: without its context", code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OTEL + "executor.execute(Context.current().wrap((Runnable) () -> span.addEvent(\"a\")));",
        OTEL + "Context.taskWrapping(executor).execute(() -> span.addEvent(\"a\"));",
        OTEL
            + "Executor wrapped = Context.taskWrapping(executor);"
            + " wrapped.execute(() -> Span.current().addEvent(\"a\"));",
        OTEL
            + "CompletableFuture.runAsync(() -> Span.current().addEvent(\"a\"),"
            + " Context.taskWrapping(executor));",
        OTEL
            + "executor.execute(() -> { try (var s = span.makeCurrent()) { work(); }"
            + " finally { span.end(); } });",
        OTEL + "span.end(); executor.execute(() -> log(span));",
        OTEL + "executor.execute(() -> log(span.getSpanContext()));",
        OTEL
            + "executor.execute(() -> tracer.spanBuilder(\"child\")"
            + ".setParent(Context.root().with(span)).startSpan().end());",
        OTEL + "try { work(); } finally { span.end(); }",
        OTEL + "Runnable now = () -> span.addEvent(\"a\"); now.run(); span.end();",
        "executor.execute(() -> { Span own = tracer.spanBuilder(\"y\").startSpan(); own.end(); });",
        "Context context = Context.current(); executor.execute(context.wrap("
            + "(Runnable) () -> Span.current().end()));",
        OTEL + "executor.submit(() -> { span.addEvent(\"a\"); }).get(); span.end();",
        "exchange.executor(executor).execute(() -> Span.current().addEvent(\"a\"));",
        "executor.execute(exchange.wrap((Runnable) () -> Span.current().addEvent(\"a\")));",
        "executor.execute(() -> work());",
      })
  void contextTakenAlongOrSpanNotUsed_isNotReported(String code) {
    check("", code);
  }

  private static void check(String expected, String code) {
    Checked.by(SpanCrossesThread.class)
        .addSourceLines(
            "Orders.java",
            """
            import dev.backstop.Exchange;
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;
            import io.opentelemetry.context.Context;
            import java.util.concurrent.*;

            abstract class Orders {
              Tracer tracer;
              brave.Tracer brave;
              io.opentracing.Tracer opentracing;
              io.micrometer.tracing.Tracer micrometer;
              ExecutorService executor;
              Exchange exchange;

              void order() throws Exception {
                EXPECTED
                CODE
              }

              abstract void work();
              abstract void log(Object it);
            }
            """
                .replace("EXPECTED", expected)
                .replace("CODE", code))
        .doTest();
  }

  @Test
  void currentSpanOfAMethodThatIsTheTask_isReported() {
    Checked.by(SpanCrossesThread.class)
        .addSourceLines(
            "Orders.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.context.Context;
            import io.opentelemetry.context.Scope;
            import java.util.concurrent.*;

            class Orders {
              ExecutorService executor;

              void order(Context context) {
                // BUG: Diagnostic contains: SpanCrossesThread
                executor.execute(this::note);
                // BUG: Diagnostic contains: SpanCrossesThread
                executor.execute(() -> note());
              }

              void note() {
                Span.current().addEvent("noted");
              }
            }
            """)
        .doTest();
  }

  @Test
  void currentSpanOfAMethodWithItsContext_isNotReported() {
    Checked.by(SpanCrossesThread.class)
        .addSourceLines(
            "Orders.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.context.Context;
            import io.opentelemetry.context.Scope;
            import java.util.concurrent.*;

            class Orders {
              ExecutorService executor;

              void order(Context context) {
                executor.execute(Context.current().wrap(this::note));
                executor.execute(
                    () -> {
                      try (Scope scope = context.makeCurrent()) {
                        note();
                      }
                    });
                note();
              }

              void note() {
                Span.current().addEvent("noted");
              }
            }
            """)
        .doTest();
  }
}
