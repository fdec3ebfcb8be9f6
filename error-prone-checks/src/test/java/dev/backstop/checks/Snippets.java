package dev.backstop.checks;

import com.google.errorprone.CompilationTestHelper;
import com.google.errorprone.bugpatterns.BugChecker;

/** Methods of a class that traces, observes and measures, compiled with one check. */
final class Snippets {
  private static final String HEAD =
      """
      import io.micrometer.core.instrument.LongTaskTimer;
      import io.micrometer.core.instrument.MeterRegistry;
      import io.micrometer.core.instrument.Timer;
      import io.micrometer.observation.Observation;
      import io.micrometer.observation.ObservationRegistry;
      import io.opentelemetry.api.trace.Span;
      import io.opentelemetry.api.trace.StatusCode;
      import io.opentelemetry.api.trace.Tracer;
      import io.opentelemetry.context.Context;
      import io.opentelemetry.context.Scope;
      import jakarta.servlet.AsyncContext;
      import jakarta.servlet.FilterChain;
      import jakarta.servlet.ServletException;
      import jakarta.servlet.http.HttpServletRequest;
      import jakarta.servlet.http.HttpServletResponse;
      import dev.backstop.cleanup.CleanupRegistry;
      import dev.backstop.ownership.NotOwning;
      import dev.backstop.ownership.Owning;
      import java.io.IOException;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;
      import org.slf4j.Logger;
      import org.slf4j.LoggerFactory;
      import org.slf4j.MDC;

      class Code {
        private static final Logger log = LoggerFactory.getLogger(Code.class);
        private Tracer tracer;
        private brave.Tracer brave;
        private io.opentracing.Tracer opentracing;
        private io.micrometer.tracing.Tracer micrometer;
        private ObservationRegistry observations;
        private MeterRegistry meters;
        private Timer timer;
        private LongTaskTimer longTasks;
        private CleanupRegistry cleanups;
        private boolean enabled;
        private Object field;
        private final List<Object> kept = new ArrayList<>();

        void work() {}
        void risky() throws IOException {}
        Object answer() { return null; }
        boolean bad() { return false; }
      """;

  private Snippets() {}

  /** The methods, with {@code // BUG: Diagnostic contains:} above each line that is reported. */
  static void check(Class<? extends BugChecker> rule, String methods) {
    helper(rule, methods).doTest();
  }

  static CompilationTestHelper helper(Class<? extends BugChecker> rule, String methods) {
    return Checked.by(rule).addSourceLines("Code.java", HEAD + methods.indent(2) + "}\n");
  }
}
