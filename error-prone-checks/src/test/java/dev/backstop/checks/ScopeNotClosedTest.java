package dev.backstop.checks;

import com.google.errorprone.BugCheckerRefactoringTestHelper.TestMode;
import org.junit.jupiter.api.Test;

class ScopeNotClosedTest {
  @Test
  void scope_dropped_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void m(Span span) {
          // BUG: Diagnostic contains: dropped
          span.makeCurrent();
          work();
        }
        void context(Context context) {
          // BUG: Diagnostic contains: dropped
          context.makeCurrent();
        }
        void inLambda(Span span) {
          // BUG: Diagnostic contains: dropped
          Runnable r = () -> span.makeCurrent();
          r.run();
        }
        """);
  }

  @Test
  void scope_neverClosed_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void m(Span span) {
          // BUG: Diagnostic contains: 'scope' is never closed
          Scope scope = span.makeCurrent();
          work();
        }
        void asWell(Span span) {
          // BUG: Diagnostic contains: never closed
          var scope = span.makeCurrent();
          try {
            work();
          } finally {
            span.end();
          }
        }
        """);
  }

  @Test
  void scope_ofAnObservation_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void dropped(Observation observation) {
          // BUG: Diagnostic contains: dropped
          observation.openScope();
          work();
        }
        void kept(Observation observation) {
          // BUG: Diagnostic contains: never closed
          Observation.Scope scope = observation.openScope();
          work();
        }
        """);
  }

  @Test
  void scope_ofEachTracer_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void brave(brave.Span span) {
          // BUG: Diagnostic contains: dropped
          brave.withSpanInScope(span);
        }
        void braveContext(brave.propagation.CurrentTraceContext c, brave.propagation.TraceContext t) {
          // BUG: Diagnostic contains: dropped
          c.newScope(t);
          // BUG: Diagnostic contains: never closed
          brave.propagation.CurrentTraceContext.Scope scope = c.maybeScope(t);
          work();
        }
        void opentracing(io.opentracing.Span span) {
          // BUG: Diagnostic contains: dropped
          opentracing.activateSpan(span);
          // BUG: Diagnostic contains: dropped
          opentracing.scopeManager().activate(span);
        }
        void micrometer(io.micrometer.tracing.Span span) {
          // BUG: Diagnostic contains: dropped
          micrometer.withSpan(span);
        }
        """);
  }

  @Test
  void scope_ofTheMdc_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void dropped() {
          // BUG: Diagnostic contains: dropped
          MDC.putCloseable("a", "b");
          work();
        }
        void kept() {
          // BUG: Diagnostic contains: never closed
          MDC.MDCCloseable entry = MDC.putCloseable("a", "b");
          work();
        }
        """);
  }

  @Test
  void scope_ofASnapshot_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void m(io.micrometer.context.ContextSnapshot snapshot) {
          // BUG: Diagnostic contains: dropped
          snapshot.setThreadLocals();
          work();
        }
        """);
  }

  @Test
  void scope_inASwitchAndALoop_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void m(Span span, int k, List<String> names) {
          switch (k) {
            case 1 -> {
              // BUG: Diagnostic contains: dropped
              span.makeCurrent();
              work();
            }
            default -> work();
          }
          for (String name : names) {
            // BUG: Diagnostic contains: never closed
            Scope scope = span.makeCurrent();
            work();
          }
        }
        """);
  }

  @Test
  void scope_inAnonymousClass_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        Runnable m(Context context) {
          return new Runnable() {
            @Override public void run() {
              // BUG: Diagnostic contains: never closed
              Scope scope = context.makeCurrent();
              work();
            }
          };
        }
        static class Nested {
          void m(Span span) {
            // BUG: Diagnostic contains: dropped
            span.makeCurrent();
          }
        }
        """);
  }

  @Test
  void scope_helperThatOnlyUsesIt_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void m(Span span) {
          // BUG: Diagnostic contains: never closed
          Scope scope = span.makeCurrent();
          look(scope);
        }
        private void look(Scope scope) {
          log.debug("{}", scope);
        }
        """);
  }

  @Test
  void scope_inTryWithResources_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void m(Span span) {
          try (Scope scope = span.makeCurrent()) {
            work();
          }
        }
        void variable(Span span) {
          Scope scope = span.makeCurrent();
          try (scope) {
            work();
          }
        }
        void two(Observation observation) {
          try (Observation.Scope scope = observation.openScope();
              MDC.MDCCloseable entry = MDC.putCloseable("a", "b")) {
            work();
          }
        }
        """);
  }

  @Test
  void scope_closedInFinally_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void m(Span span) {
          Scope scope = span.makeCurrent();
          try {
            work();
          } finally {
            scope.close();
          }
        }
        void maybe(Span span) {
          Scope scope = span == null ? null : span.makeCurrent();
          try {
            work();
          } finally {
            if (scope != null) {
              scope.close();
            }
          }
        }
        """);
  }

  @Test
  void scope_returned_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        Scope open(Span span) {
          return span.makeCurrent();
        }
        Scope openLater(Span span) {
          Scope scope = span.makeCurrent();
          log.debug("opened");
          return scope;
        }
        Supplier<Scope> lambda(Span span) {
          return () -> span.makeCurrent();
        }
        """);
  }

  @Test
  void scope_stored_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        private Scope scope;
        void field(Span span) {
          scope = span.makeCurrent();
        }
        void attribute(HttpServletRequest rq, Span span) {
          rq.setAttribute("scope", span.makeCurrent());
        }
        void list(Span span) {
          Scope opened = span.makeCurrent();
          kept.add(opened);
        }
        void constructed(Span span) {
          kept.add(new Object[] {span.makeCurrent()});
        }
        """);
  }

  @Test
  void scope_ofAdvice_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        @interface OnMethodEnter {}
        @OnMethodEnter
        static void enter(Span span) {
          Scope scope = span.makeCurrent();
        }
        """);
  }

  @Test
  void scope_handedOn_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void m(Span span) {
          Scope scope = span.makeCurrent();
          cleanups.register("scope", scope, Scope::close);
          work();
        }
        void callback(Span span) {
          Scope scope = span.makeCurrent();
          cleanups.register("scope", outcome -> scope.close());
        }
        void helper(Span span) {
          Scope scope = span.makeCurrent();
          try {
            work();
          } finally {
            closeQuietly(scope);
          }
        }
        static void closeQuietly(AutoCloseable c) {
          try {
            c.close();
          } catch (Exception e) {
            log.warn("close", e);
          }
        }
        """);
  }

  @Test
  void scope_wrapped_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        Scope makeCurrent(Span span, Scope other) {
          Scope scope = span.makeCurrent();
          return () -> {
            scope.close();
            other.close();
          };
        }
        """);
  }

  @Test
  void scope_closedByWhatIsCurrent_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void start(Observation observation) {
          observation.openScope();
        }
        void stop() {
          observations.getCurrentObservationScope().close();
        }
        """);
  }

  @Test
  void fix_dropped_isOpenedInTry_isNotReported() {
    Checked.fixedBy(ScopeNotClosed.class)
        .addInputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.context.Scope;

            class Code {
              int m(Span span) {
                span.makeCurrent();
                System.out.println();
                return 1;
              }
            }
            """)
        .addOutputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.context.Scope;

            class Code {
              int m(Span span) {
                try (Scope scope = span.makeCurrent()) {
                  System.out.println();
                  return 1;
                }
              }
            }
            """)
        .doTest();
    Checked.by(ScopeNotClosed.class)
        .addSourceLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.context.Scope;

            class Code {
              int m(Span span) {
                try (Scope scope = span.makeCurrent()) {
                  System.out.println();
                  return 1;
                }
              }
            }
            """)
        .doTest();
  }

  @Test
  void fix_variable_isOpenedInTry_isNotReported() {
    Checked.fixedBy(ScopeNotClosed.class)
        .addInputLines(
            "Code.java",
            """
            import io.micrometer.observation.Observation;

            class Code {
              void m(Observation observation) {
                Observation.Scope scope = observation.openScope();
                System.out.println();
              }
            }
            """)
        .addOutputLines(
            "Code.java",
            """
            import io.micrometer.observation.Observation;

            class Code {
              void m(Observation observation) {
                try (Observation.Scope scope = observation.openScope()) {
                  System.out.println();
                }
              }
            }
            """)
        .doTest();
    Checked.by(ScopeNotClosed.class)
        .addSourceLines(
            "Code.java",
            """
            import io.micrometer.observation.Observation;

            class Code {
              void m(Observation observation) {
                try (Observation.Scope scope = observation.openScope()) {
                  System.out.println();
                }
              }
            }
            """)
        .doTest();
  }

  @Test
  void scope_wrappedAndReturned_isNotReported() {
    Checked.by(ScopeNotClosed.class)
        .addSourceLines(
            "Strict.java",
            """
            import brave.propagation.CurrentTraceContext;
            import brave.propagation.TraceContext;

            abstract class Strict extends CurrentTraceContext {
              final CurrentTraceContext delegate = CurrentTraceContext.Default.create();

              @Override
              public Scope newScope(TraceContext context) {
                return decorateScope(context, delegate.newScope(context));
              }

              @Override
              public Scope maybeScope(TraceContext context) {
                Scope scope = delegate.maybeScope(context);
                Scope decorated = decorateScope(context, scope);
                return decorated;
              }
            }
            """)
        .doTest();
  }

  @Test
  void scope_wrappedAndDropped_isReported() {
    Checked.by(ScopeNotClosed.class)
        .addSourceLines(
            "Strict.java",
            """
            import brave.propagation.CurrentTraceContext;
            import brave.propagation.TraceContext;

            abstract class Strict extends CurrentTraceContext {
              final CurrentTraceContext delegate = CurrentTraceContext.Default.create();

              void dropped(TraceContext context) {
                // BUG: Diagnostic contains: dropped
                decorateScope(context, delegate.newScope(context));
              }

              void kept(TraceContext context) {
                // BUG: Diagnostic contains: never closed
                Scope scope = decorateScope(context, delegate.newScope(context));
              }
            }
            """)
        .doTest();
  }

  @Test
  void scope_thatIsOpenedForAnotherMethodToClose_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void set(Observation observation) {
          Observation.Scope scope = observation.openScope();
          log.trace("Opened {}", scope);
        }
        void dropped(Observation observation) {
          observation.openScope();
        }
        void reset() {
          Observation.Scope scope = observations.getCurrentObservationScope();
          if (scope != null) {
            scope.close();
          }
        }
        """);
  }

  @Test
  void scope_whereOnlyAnotherScopeIsClosed_isReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        void set(Observation observation) {
          // BUG: Diagnostic contains: never closed
          Observation.Scope scope = observation.openScope();
          log.trace("Opened {}", scope);
          Observation.Scope outer = observations.getCurrentObservationScope();
          outer.close();
        }
        void other(Observation observation) {
          Observation.Scope scope = observation.openScope();
          scope.close();
        }
        """);
  }

  @Test
  void scope_ofAThreadLocalAccessor_isNotReported() {
    Checked.by(ScopeNotClosed.class)
        .addSourceLines(
            "io/micrometer/context/ThreadLocalAccessor.java",
            """
            package io.micrometer.context;

            public interface ThreadLocalAccessor<V> {
              V getValue();

              void setValue(V value);

              default void restore(V previous) {
                setValue(previous);
              }
            }
            """)
        .addSourceLines(
            "Accessor.java",
            """
            import io.micrometer.context.ThreadLocalAccessor;
            import io.opentelemetry.context.Context;

            class Accessor implements ThreadLocalAccessor<Context> {
              @Override
              public Context getValue() {
                return Context.current();
              }

              @Override
              public void setValue(Context context) {
                context.makeCurrent();
              }
            }

            class Other {
              void setValue(Context context) {
                // BUG: Diagnostic contains: dropped
                context.makeCurrent();
              }
            }
            """)
        .doTest();
  }

  @Test
  void scope_givenToAMethodThatClosesEach_isNotReported() {
    Snippets.check(
        ScopeNotClosed.class,
        """
        interface Open extends AutoCloseable {
          void close();
        }
        void m(Context context) {
          try (Open open = all(context.makeCurrent(), MDC.putCloseable("a", "b"))) {
            work();
          }
        }
        private static Open all(AutoCloseable... scopes) {
          return () -> {
            for (AutoCloseable scope : scopes) {
              try {
                scope.close();
              } catch (Exception e) {
                log.warn("not closed", e);
              }
            }
          };
        }
        """);
  }

  @Test
  void fix_ofWhatIsNoResource_isNotOffered_isNotReported() {
    Checked.fixedBy(ScopeNotClosed.class)
        .addInputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.context.Scope;

            class Code {
              void m(Span span) {
                Scope none = null, scope = span.makeCurrent();
                System.out.println();
              }

              void cleared(Span span) {
                Scope scope = span.makeCurrent();
                System.out.println();
                scope = null;
              }

              void closeable(Span span) {
                AutoCloseable scope = span.makeCurrent();
                System.out.println();
              }
            }
            """)
        .expectUnchanged()
        .doTest();
  }

  @Test
  void fix_ofNamesThatAreTaken_takesAnother_isNotReported() {
    Checked.fixedBy(ScopeNotClosed.class)
        .addInputLines(
            "Code.java",
            """
            import io.opentelemetry.context.Context;
            import io.opentelemetry.context.Scope;

            class Code {
              void inside(Context outer, Context inner) {
                try (Scope scope = outer.makeCurrent()) {
                  inner.makeCurrent();
                  System.out.println();
                }
              }

              void parameter(Context context, String scope) {
                context.makeCurrent();
                System.out.println(scope);
              }
            }
            """)
        .addOutputLines(
            "Code.java",
            """
            import io.opentelemetry.context.Context;
            import io.opentelemetry.context.Scope;

            class Code {
              void inside(Context outer, Context inner) {
                try (Scope scope = outer.makeCurrent()) {
                  try (Scope scope2 = inner.makeCurrent()) {
                    System.out.println();
                  }
                }
              }

              void parameter(Context context, String scope) {
                try (Scope scope2 = context.makeCurrent()) {
                  System.out.println(scope);
                }
              }
            }
            """)
        .doTest(TestMode.AST_MATCH);
  }
}
