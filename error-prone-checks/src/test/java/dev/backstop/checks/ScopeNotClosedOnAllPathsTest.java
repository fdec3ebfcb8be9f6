package dev.backstop.checks;

import org.junit.jupiter.api.Test;

class ScopeNotClosedOnAllPathsTest {
  @Test
  void scope_workThrows_isReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) {
          // BUG: Diagnostic contains: when work() in line 49 throws
          Scope scope = span.makeCurrent();
          work();
          scope.close();
        }
        """);
  }

  @Test
  void scope_earlyReturn_isReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span, boolean x) {
          // BUG: Diagnostic contains: leaves at line 50
          Scope scope = span.makeCurrent();
          if (x) {
            return;
          }
          scope.close();
        }
        """);
  }

  @Test
  void scope_closedOnOneBranch_isReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) {
          // BUG: Diagnostic contains: not closed on a path
          Scope scope = span.makeCurrent();
          if (bad()) {
            scope.close();
          }
        }
        """);
  }

  @Test
  void scope_ofEachLibrary_isReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void observation(Observation o) {
          // BUG: Diagnostic contains: when work()
          Observation.Scope scope = o.openScope();
          work();
          scope.close();
        }
        void brave(brave.Span span) {
          // BUG: Diagnostic contains: when work()
          brave.Tracer.SpanInScope ws = brave.withSpanInScope(span);
          work();
          ws.close();
        }
        void opentracing(io.opentracing.Span span) {
          // BUG: Diagnostic contains: when work()
          io.opentracing.Scope scope = opentracing.activateSpan(span);
          work();
          scope.close();
        }
        void micrometer(io.micrometer.tracing.Span span) {
          // BUG: Diagnostic contains: when work()
          io.micrometer.tracing.Tracer.SpanInScope ws = micrometer.withSpan(span);
          work();
          ws.close();
        }
        void mdc() {
          // BUG: Diagnostic contains: when work()
          MDC.MDCCloseable entry = MDC.putCloseable("a", "b");
          work();
          entry.close();
        }
        """);
  }

  @Test
  void scope_handlerReturns_isReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) {
          // BUG: Diagnostic contains: not closed on a path
          Scope scope = span.makeCurrent();
          try {
            risky();
          } catch (IOException e) {
            return;
          }
          scope.close();
        }
        """);
  }

  @Test
  void scope_workBeforeTheTry_isReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) {
          // BUG: Diagnostic contains: when work()
          Scope scope = span.makeCurrent();
          work();
          try {
            answer();
          } finally {
            scope.close();
          }
        }
        """);
  }

  @Test
  void scope_inALambda_isReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        Runnable m(Span span) {
          return () -> {
            // BUG: Diagnostic contains: when work()
            Scope scope = span.makeCurrent();
            work();
            scope.close();
          };
        }
        """);
  }

  @Test
  void scope_inALoop_isReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span, List<String> names) {
          for (String name : names) {
            // BUG: Diagnostic contains: not closed on a path
            Scope scope = span.makeCurrent();
            if (name.isEmpty()) {
              continue;
            }
            scope.close();
          }
        }
        """);
  }

  @Test
  void scope_inTryWithResources_isNotReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) throws IOException {
          try (Scope scope = span.makeCurrent()) {
            risky();
          }
        }
        void nested(Span span, Observation o) throws IOException {
          try (Scope scope = span.makeCurrent()) {
            try (Observation.Scope inner = o.openScope()) {
              risky();
            }
          }
        }
        """);
  }

  @Test
  void scope_closedInFinally_isNotReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) throws IOException {
          Scope scope = span.makeCurrent();
          try {
            risky();
          } finally {
            scope.close();
            span.end();
          }
        }
        """);
  }

  @Test
  void scope_closedAtOnce_isNotReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) {
          Scope scope = span.makeCurrent();
          span.setAttribute("a", 1);
          log.info("in scope");
          scope.close();
        }
        """);
  }

  @Test
  void scope_dropped_isNotReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) {
          Scope scope = span.makeCurrent();
          work();
        }
        void dropped(Span span) {
          span.makeCurrent();
        }
        """);
  }

  @Test
  void scope_closedByACallback_isNotReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) {
          Scope scope = span.makeCurrent();
          cleanups.register("scope", outcome -> scope.close());
          work();
        }
        """);
  }

  @Test
  void scope_stored_isNotReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        private Scope opened;
        void m(Span span) {
          opened = span.makeCurrent();
          work();
          opened.close();
        }
        """);
  }

  @Test
  void scope_onACondition_isNotReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span, boolean traced) {
          Scope scope = null;
          if (traced) {
            scope = span.makeCurrent();
          }
          try {
            work();
          } finally {
            if (traced) {
              scope.close();
            }
          }
        }
        """);
  }

  @Test
  void scope_leakOnErrorOnly_isNotReported() {
    Snippets.check(
        ScopeNotClosedOnAllPaths.class,
        """
        void m(Span span) throws Exception {
          Scope scope = span.makeCurrent();
          try {
            risky();
            scope.close();
          } catch (Exception e) {
            scope.close();
            throw e;
          }
        }
        """);
  }
}
