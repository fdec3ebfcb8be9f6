package dev.backstop.checks;

import com.google.errorprone.BugCheckerRefactoringTestHelper.TestMode;
import org.junit.jupiter.api.Test;

class SpanNotEndedTest {
  @Test
  void span_neverEnded_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() {
          // BUG: Diagnostic contains: 'span' is never ended
          Span span = tracer.spanBuilder("x").startSpan();
          span.setAttribute("a", 1);
          work();
        }
        """);
  }

  @Test
  void span_dropped_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() {
          // BUG: Diagnostic contains: dropped
          tracer.spanBuilder("x").startSpan();
          work();
        }
        void current() {
          // BUG: Diagnostic contains: dropped
          try (Scope scope = tracer.spanBuilder("x").startSpan().makeCurrent()) {
            work();
          }
        }
        void brave() {
          // BUG: Diagnostic contains: dropped
          brave.nextSpan().name("x").start();
        }
        void inLambda() {
          // BUG: Diagnostic contains: dropped
          Runnable r = () -> tracer.spanBuilder("x").startSpan();
          r.run();
        }
        """);
  }

  /** What polls says another thing when it is asked again. */
  @Test
  void span_returnBehindASecondPoll_isReported() {
    Checked.by(SpanNotEnded.class)
        .addSourceLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            abstract class Code {
              abstract boolean poll();

              void m(Tracer tracer) {
                // BUG: Diagnostic contains: SpanNotEnded
                Span span = tracer.spanBuilder("x").startSpan();
                if (poll()) {
                  throw new IllegalStateException();
                }
                if (poll()) {
                  return;
                }
                span.end();
              }
            }
            """)
        .doTest();
  }

  @Test
  void span_earlyReturn_isReportedWithItsLine() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m(boolean x) {
          // BUG: Diagnostic contains: leaves at line 50
          Span span = tracer.spanBuilder("x").startSpan();
          if (x) {
            return;
          }
          span.end();
        }
        """);
  }

  @Test
  void span_earlyReturnBeforeTheTry_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void doFilter(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain) throws IOException, ServletException {
          // BUG: Diagnostic contains: 'span' is not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          if (rq.getHeader("x") == null) {
            chain.doFilter(rq, rs);
            return;
          }
          try (Scope scope = span.makeCurrent()) {
            chain.doFilter(rq, rs);
          } finally {
            span.end();
          }
        }
        """);
  }

  @Test
  void span_endedOnOneBranchOnly_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() {
          // BUG: Diagnostic contains: end of the block
          Span span = tracer.spanBuilder("x").startSpan();
          if (bad()) {
            span.end();
          }
        }
        void inSwitch(int k) {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          switch (k) {
            case 1:
              span.end();
              break;
            case 2:
              return;
            default:
              span.end();
          }
        }
        void inLoop(List<String> names) {
          for (String name : names) {
            // BUG: Diagnostic contains: not ended on a path
            Span span = tracer.spanBuilder(name).startSpan();
            if (name.isEmpty()) {
              continue;
            }
            span.end();
          }
        }
        void arrow(int k) {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          switch (k) {
            case 1 -> span.end();
            case 2 -> { return; }
            default -> span.end();
          }
        }
        """);
  }

  @Test
  void span_endedInTheHandlerOnly_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() throws IOException {
          // BUG: Diagnostic contains: end of the block
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            risky();
          } catch (IOException e) {
            span.end();
            throw e;
          }
        }
        void handlerReturns() {
          // BUG: Diagnostic contains: leaves at line 62
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            risky();
          } catch (IOException e) {
            return;
          }
          span.end();
        }
        """);
  }

  @Test
  void span_ofEachLibrary_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void brave() {
          // BUG: Diagnostic contains: never ended
          brave.Span span = brave.nextSpan().name("x").start();
          try (brave.Tracer.SpanInScope ws = brave.withSpanInScope(span)) {
            work();
          }
        }
        void braveInTwoSteps() {
          brave.Span span = brave.nextSpan();
          // BUG: Diagnostic contains: 'span' is never ended
          span.name("x").start();
          work();
        }
        void scoped() {
          // BUG: Diagnostic contains: never ended
          brave.ScopedSpan span = brave.startScopedSpan("x");
          span.tag("a", "b");
        }
        void opentracing() {
          // BUG: Diagnostic contains: never ended
          io.opentracing.Span span = opentracing.buildSpan("x").start();
          try (io.opentracing.Scope scope = opentracing.activateSpan(span)) {
            work();
          }
        }
        void micrometer() {
          // BUG: Diagnostic contains: never ended
          io.micrometer.tracing.Span span = micrometer.nextSpan().name("x").start();
          try (io.micrometer.tracing.Tracer.SpanInScope ws = micrometer.withSpan(span)) {
            work();
          }
        }
        void micrometerBuilder() {
          // BUG: Diagnostic contains: never ended
          io.micrometer.tracing.Span span = micrometer.spanBuilder().name("x").start();
          work();
        }
        """);
  }

  @Test
  void span_inOtherBodies_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m(Executor executor) {
          executor.execute(
              () -> {
                // BUG: Diagnostic contains: never ended
                Span span = tracer.spanBuilder("x").startSpan();
                work();
              });
          new Thread() {
            @Override
            public void run() {
              // BUG: Diagnostic contains: never ended
              Span span = tracer.spanBuilder("x").startSpan();
              work();
            }
          }.start();
        }
        static class Nested {
          Nested(Tracer tracer, boolean x) {
            // BUG: Diagnostic contains: not ended on a path
            Span span = tracer.spanBuilder("x").startSpan();
            if (x) return;
            span.end();
          }
        }
        """);
  }

  @Test
  void span_helperThatOnlyUsesIt_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() {
          // BUG: Diagnostic contains: never ended
          Span span = decorate(tracer.spanBuilder("x").startSpan());
          tag(span);
          work();
        }
        private Span decorate(Span span) {
          return span.setAttribute("a", 1);
        }
        private static void tag(Span span) {
          span.setAttribute("b", 2);
        }
        void notOwning(Code other) {
          // BUG: Diagnostic contains: never ended
          Span span = tracer.spanBuilder("x").startSpan();
          other.look(span);
        }
        void look(@NotOwning Span span) { kept.add(span); }
        """);
  }

  @Test
  void span_ofAnOwningMethod_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        @Owning Span open() {
          return tracer.spanBuilder("x").startSpan();
        }
        void m() {
          // BUG: Diagnostic contains: never ended
          Span span = open();
          work();
        }
        """);
  }

  @Test
  void span_capturedWithoutItsEnd_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m(Executor executor) {
          // BUG: Diagnostic contains: never ended
          Span span = tracer.spanBuilder("x").startSpan();
          executor.execute(() -> span.addEvent("begun"));
        }
        void decoratedThenReturned(Code other) {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          other.decorateIt(span);
          if (bad()) return;
          span.end();
        }
        Object decorateIt(Span span) { return kept.contains(span) ? field : span; }
        """);
  }

  @Test
  void span_endedInFinally_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() {
          Span span = tracer.spanBuilder("x").startSpan();
          try (Scope scope = span.makeCurrent()) {
            work();
          } catch (RuntimeException e) {
            span.recordException(e);
            throw e;
          } finally {
            span.end();
          }
        }
        Object returns() {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            if (bad()) return null;
            return answer();
          } finally {
            span.end();
          }
        }
        void chain() {
          tracer.spanBuilder("x").startSpan().end();
          brave.nextSpan().start().tag("a", "b").finish();
        }
        """);
  }

  @Test
  void span_returnedOrStored_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        Span returned() {
          return tracer.spanBuilder("x").startSpan();
        }
        Span returnedLater() {
          Span span = tracer.spanBuilder("x").startSpan();
          span.setAttribute("a", 1);
          return span;
        }
        void field() {
          field = tracer.spanBuilder("x").startSpan();
        }
        void inMap(Map<String, Span> spans, HttpServletRequest request) {
          Span span = tracer.spanBuilder("x").startSpan();
          spans.put("x", span);
          Span other = tracer.spanBuilder("x").startSpan();
          request.setAttribute("span", other);
          Span[] array = {tracer.spanBuilder("x").startSpan()};
          kept.add(array);
        }
        Supplier<Span> supplier() {
          return () -> tracer.spanBuilder("x").startSpan();
        }
        """);
  }

  @Test
  void span_handedOn_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m(Code other) {
          Span span = tracer.spanBuilder("x").startSpan();
          other.finishIt(span);
        }
        void finishIt(Span span) { kept.add(span); }
        void constructor() {
          Span span = tracer.spanBuilder("x").startSpan();
          kept.add(new Object[] {span});
        }
        void helperOfTheFile() {
          Span span = tracer.spanBuilder("x").startSpan();
          work();
          closeQuietly(span);
        }
        private static void closeQuietly(Span span) {
          if (span != null) span.end();
        }
        void owned() {
          own(tracer.spanBuilder("x").startSpan());
        }
        void own(@Owning Span span) {}
        void registered() {
          Span span = tracer.spanBuilder("x").startSpan();
          cleanups.register("span", span, Span::end);
          if (bad()) return;
          work();
        }
        void registeredLambda() {
          Span span = tracer.spanBuilder("x").startSpan();
          cleanups.register("span", outcome -> span.end());
          work();
        }
        """);
  }

  @Test
  void span_endedByACallback_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        CompletableFuture<Object> m(CompletableFuture<Object> future) {
          Span span = tracer.spanBuilder("x").startSpan();
          work();
          return future.whenComplete((value, error) -> span.end());
        }
        void reference(List<Runnable> ends) {
          Span span = tracer.spanBuilder("x").startSpan();
          Runnable end = span::end;
          end.run();
        }
        void anonymous() {
          final Span span = tracer.spanBuilder("x").startSpan();
          kept.add(new Runnable() {
            @Override public void run() {
              span.setAttribute("a", 1);
              span.end();
            }
          });
        }
        void passedOnByACallback(CompletableFuture<Object> future, Code other) {
          Span span = tracer.spanBuilder("x").startSpan();
          future.whenComplete((value, error) -> other.finishLater(span, error));
        }
        void finishLater(Span span, Throwable error) { kept.add(span); }
        """);
  }

  @Test
  void span_asyncOrNot_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain) throws IOException, ServletException {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            chain.doFilter(rq, rs);
          } finally {
            if (rq.isAsyncStarted()) {
              rq.getAsyncContext().addListener(listener(span));
            } else {
              span.end();
            }
          }
        }
        jakarta.servlet.AsyncListener listener(Span span) { kept.add(span); return null; }
        void stored(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain) throws IOException, ServletException {
          Span span = tracer.spanBuilder("x").startSpan();
          rq.setAttribute("span", span);
          chain.doFilter(rq, rs);
          if (!rq.isAsyncStarted()) {
            span.end();
          }
        }
        void flag(HttpServletRequest rq) {
          Span span = tracer.spanBuilder("x").startSpan();
          boolean handedOver = false;
          try {
            kept.add(answer());
            finishElsewhere(span);
            handedOver = true;
          } finally {
            if (!handedOver) {
              span.end();
            }
          }
        }
        void finishElsewhere(Span span) { kept.add(span); }
        """);
  }

  @Test
  void span_startedOnACondition_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m(boolean traced) {
          Span span = traced ? tracer.spanBuilder("x").startSpan() : null;
          try {
            work();
          } finally {
            if (span != null) {
              span.end();
            }
          }
        }
        void sameCondition(boolean traced) {
          Span span = null;
          if (traced) {
            span = tracer.spanBuilder("x").startSpan();
          }
          work();
          if (traced) {
            span.end();
          }
        }
        void assignedInTry() throws IOException {
          Span span = null;
          try {
            span = tracer.spanBuilder("x").startSpan();
            risky();
          } finally {
            if (span != null) {
              span.end();
            }
          }
        }
        void scopeToo() {
          Span span = null;
          Scope scope = null;
          if (enabled) {
            span = tracer.spanBuilder("x").startSpan();
            scope = span.makeCurrent();
          }
          try {
            work();
          } finally {
            if (scope != null) {
              scope.close();
              span.end();
            }
          }
        }
        void both(boolean a, boolean b) {
          Span span = null;
          if (a && b) {
            span = tracer.spanBuilder("x").startSpan();
          }
          work();
          if (a && b) {
            span.end();
          }
        }
        void recording() {
          Span span = tracer.spanBuilder("x").startSpan();
          if (span.isRecording()) {
            span.end();
          }
        }
        """);
  }

  @Test
  void span_ofSomebodyElse_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void parameter(brave.Span span, io.micrometer.tracing.Span other) {
          span.start();
          other.start();
        }
        private brave.Span mine;
        void ofField() {
          mine.start();
        }
        void current() {
          try (Scope scope = tracer.spanBuilder("x").startSpan().makeCurrent()) {
            work();
          } finally {
            Span.current().end();
          }
        }
        void scopeGoesOn(HttpServletRequest rq) {
          brave.Span span = brave.nextSpan().start();
          rq.setAttribute("scope", brave.withSpanInScope(span));
        }
        Context context() {
          Span span = tracer.spanBuilder("x").startSpan();
          return Context.current().with(span);
        }
        """);
  }

  @Test
  void span_endedOnEachExit_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        Object m() {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            Object value = answer();
            span.end();
            return value;
          } catch (Exception e) {
            span.recordException(e);
            span.end();
            throw e;
          }
        }
        void loop(List<String> names) {
          for (String name : names) {
            Span span = tracer.spanBuilder(name).startSpan();
            try {
              if (name.isEmpty()) continue;
              if (name.length() > 3) break;
              work();
            } finally {
              span.end();
            }
          }
        }
        void retry() {
          while (true) {
            Span span = tracer.spanBuilder("x").startSpan();
            try {
              risky();
              return;
            } catch (IOException e) {
              span.recordException(e);
            } finally {
              span.end();
            }
          }
        }
        int arrow(int k) {
          Span span = tracer.spanBuilder("x").startSpan();
          switch (k) {
            case 1 -> { span.end(); return 1; }
            default -> span.end();
          }
          return 2;
        }
        """);
  }

  @Test
  void fix_earlyReturn_endsInFinally_isNotReported() {
    Checked.fixedBy(SpanNotEnded.class)
        .addInputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              void m(Tracer tracer, boolean x) {
                Span span = tracer.spanBuilder("x").startSpan();
                if (x) {
                  return;
                }
                System.out.println(x);
                span.end();
              }
            }
            """)
        .addOutputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              void m(Tracer tracer, boolean x) {
                Span span = tracer.spanBuilder("x").startSpan();
                try {
                  if (x) {
                    return;
                  }
                  System.out.println(x);
                } finally {
                  span.end();
                }
              }
            }
            """)
        .doTest(TestMode.AST_MATCH); // a formatter of another version keeps an empty line
    Checked.by(SpanNotEnded.class)
        .addSourceLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              void m(Tracer tracer, boolean x) {
                Span span = tracer.spanBuilder("x").startSpan();
                try {
                  if (x) {
                    return;
                  }
                  System.out.println(x);
                } finally {
                  span.end();
                }
              }
            }
            """)
        .doTest();
  }

  @Test
  void fix_workBeforeTheTry_endsInFinally_isNotReported() {
    Checked.fixedBy(SpanNotEnded.class)
        .addInputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              int m(Tracer tracer, boolean x) {
                Span span = tracer.spanBuilder("x").startSpan();
                if (x) return 1;
                try {
                  return Integer.parseInt("2");
                } catch (NumberFormatException e) {
                  return 3;
                } finally {
                  span.end();
                }
              }
            }
            """)
        .addOutputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              int m(Tracer tracer, boolean x) {
                Span span = tracer.spanBuilder("x").startSpan();
                try {
                  if (x) return 1;
                  try {
                    return Integer.parseInt("2");
                  } catch (NumberFormatException e) {
                    return 3;
                  }
                } finally {
                  span.end();
                }
              }
            }
            """)
        .doTest();
    Checked.by(SpanNotEnded.class)
        .addSourceLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              int m(Tracer tracer, boolean x) {
                Span span = tracer.spanBuilder("x").startSpan();
                try {
                  if (x) return 1;
                  try {
                    return Integer.parseInt("2");
                  } catch (NumberFormatException e) {
                    return 3;
                  }
                } finally {
                  span.end();
                }
              }
            }
            """)
        .doTest();
  }

  @Test
  void fix_dropped_isKeptAndEnded_isNotReported() {
    Checked.fixedBy(SpanNotEnded.class)
        .addInputLines(
            "Code.java",
            """
            import brave.Span;
            import brave.Tracer;

            class Code {
              void m(Tracer tracer) {
                tracer.nextSpan().name("x").start();
                System.out.println();
              }
            }
            """)
        .addOutputLines(
            "Code.java",
            """
            import brave.Span;
            import brave.Tracer;

            class Code {
              void m(Tracer tracer) {
                Span span = tracer.nextSpan().name("x").start();
                try {
                  System.out.println();
                } finally {
                  span.finish();
                }
              }
            }
            """)
        .doTest();
    Checked.by(SpanNotEnded.class)
        .addSourceLines(
            "Code.java",
            """
            import brave.Span;
            import brave.Tracer;

            class Code {
              void m(Tracer tracer) {
                Span span = tracer.nextSpan().name("x").start();
                try {
                  System.out.println();
                } finally {
                  span.finish();
                }
              }
            }
            """)
        .doTest();
  }

  @Test
  void span_wrappedByTheLibrary_isNotReported() {
    Checked.by(SpanNotEnded.class)
        .addSourceLines("io/micrometer/tracing/otel/Wrapped.java", WRAPPED)
        .addSourceLines(
            "Code.java",
            """
            import io.micrometer.tracing.otel.Wrapped;
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              Tracer tracer;

              Span next() {
                return Wrapped.fromOtel(tracer.spanBuilder("a").startSpan());
              }

              Span start(Throwable error) {
                Span span = tracer.spanBuilder("a").startSpan();
                if (error != null) {
                  span.recordException(error);
                }
                return Wrapped.fromOtel(span);
              }

              void ended() {
                Span span = Wrapped.fromOtel(tracer.spanBuilder("a").startSpan());
                try {
                  System.out.println();
                } finally {
                  span.end();
                }
              }
            }
            """)
        .doTest();
  }

  @Test
  void span_wrappedByTheLibraryAndLeft_isReported() {
    Checked.by(SpanNotEnded.class)
        .addSourceLines("io/micrometer/tracing/otel/Wrapped.java", WRAPPED)
        .addSourceLines(
            "Code.java",
            """
            import io.micrometer.tracing.otel.Wrapped;
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              Tracer tracer;
              io.micrometer.tracing.Tracer micrometer;

              void left() {
                // BUG: Diagnostic contains: never ended
                Span span = Wrapped.fromOtel(tracer.spanBuilder("a").startSpan());
                span.addEvent("b");
              }

              void leftOnAPath(boolean bad) {
                // BUG: Diagnostic contains: leaves at line 19
                Span span = Wrapped.fromOtel(tracer.spanBuilder("a").startSpan());
                if (bad) {
                  return;
                }
                span.end();
              }

              io.micrometer.tracing.Span onlyAParent() {
                // BUG: Diagnostic contains: 'parent' is never ended
                io.micrometer.tracing.Span parent = micrometer.nextSpan().start();
                return micrometer.nextSpan(parent);
              }
            }
            """)
        .doTest();
  }

  /** A function of a tracing library that puts a span into another. */
  private static final String WRAPPED =
      """
      package io.micrometer.tracing.otel;

      import io.opentelemetry.api.trace.Span;

      public abstract class Wrapped implements Span {
        public static Span fromOtel(Span span) {
          return span;
        }
      }
      """;

  @Test
  void fix_ofTwoInOneBlock_nestsThem_isNotReported() {
    Checked.fixedBy(SpanNotEnded.class)
        .addInputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              void m(Tracer tracer) {
                Span one = tracer.spanBuilder("one").startSpan();
                Span two = tracer.spanBuilder("two").startSpan();
                System.out.println();
              }
            }
            """)
        .addOutputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              void m(Tracer tracer) {
                Span one = tracer.spanBuilder("one").startSpan();
                try {
                  Span two = tracer.spanBuilder("two").startSpan();
                  try {
                    System.out.println();
                  } finally {
                    two.end();
                  }
                } finally {
                  one.end();
                }
              }
            }
            """)
        .doTest(TestMode.AST_MATCH);
  }

  @Test
  void span_handlerThatTellsAndReturns_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() {
          // BUG: Diagnostic contains: leaves at line
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            risky();
          } catch (IOException e) {
            log.warn("failed", e);
            return;
          }
          span.end();
        }
        """);
  }

  @Test
  void span_startedInACheckForNull_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() {
          Span span;
          if ((span = tracer.spanBuilder("x").startSpan()) != null) {
            try {
              work();
            } finally {
              span.end();
            }
          }
        }
        """);
  }

  @Test
  void span_endedByAMethodOfTheFileInALoop_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            work();
          } finally {
            all(span);
          }
        }
        void cell() {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            work();
          } finally {
            first(span);
          }
        }
        private static void all(Span... spans) {
          for (Span span : spans) {
            span.end();
          }
        }
        private static void first(Span... spans) {
          spans[0].end();
        }
        """);
  }

  @Test
  void fix_whereItIsMoreThanUsedAndEnded_isNotOffered_isNotReported() {
    Checked.fixedBy(SpanNotEnded.class)
        .addInputLines(
            "Code.java",
            """
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.Tracer;

            class Code {
              void m(Tracer tracer) {
                Span one = tracer.spanBuilder("one").startSpan(), none = null;
                System.out.println();
              }

              void cleared(Tracer tracer) {
                Span span = tracer.spanBuilder("one").startSpan();
                System.out.println();
                span = null;
              }

              void endedByAnotherName(Tracer tracer, boolean bad) {
                Span span = tracer.spanBuilder("one").startSpan();
                if (bad) {
                  return;
                }
                Span same = span;
                same.end();
              }

              void endedInAChain(Tracer tracer, boolean bad) {
                Span span = tracer.spanBuilder("one").startSpan();
                if (bad) {
                  return;
                }
                span.setAttribute("bad", false).end();
              }
            }
            """)
        .expectUnchanged()
        .doTest(TestMode.AST_MATCH);
  }

  /** Another could end it too, or must: a fix would end it twice, or too early. */
  @Test
  void fix_whereOthersMayEndIt_isNone_isReported() {
    unfixed(
        """
        void multiple(Tracer tracer) {
          Span one = tracer.spanBuilder("x").startSpan(), two = one;
          System.out.println();
        }
        Span returned(Tracer tracer, boolean x) {
          Span span = tracer.spanBuilder("x").startSpan();
          return x ? null : span;
        }
        void stored(Tracer tracer, boolean x, List<Span> spans) {
          Span span = tracer.spanBuilder("x").startSpan();
          if (x) return;
          spans.add(span);
        }
        void chained(Tracer tracer, boolean x) {
          Span span = tracer.spanBuilder("x").startSpan();
          if (x) return;
          span.addEvent("x").end();
        }
        void copied(Tracer tracer, boolean x) {
          Span span = tracer.spanBuilder("x").startSpan();
          if (x) return;
          Span other = span;
          other.end();
        }
        void reference(Tracer tracer, boolean x) {
          Span span = tracer.spanBuilder("x").startSpan();
          if (x) return;
          Runnable end = span::end;
          end.run();
        }
        void overwritten(Tracer tracer) {
          Span span = tracer.spanBuilder("x").startSpan();
          span = tracer.spanBuilder("y").startSpan();
          span.end();
        }
        void abandoned(brave.Tracer tracer, boolean x, boolean y) {
          brave.Span span = tracer.nextSpan().start();
          if (x) {
            span.abandon();
            return;
          }
          if (y) return;
          span.finish();
        }
        void noBraces(Tracer tracer, boolean x) {
          if (x) tracer.spanBuilder("x").startSpan();
        }
        void inACase(Tracer tracer, int k) {
          switch (k) {
            case 1:
              Span span = tracer.spanBuilder("x").startSpan();
              break;
            default:
          }
        }
        """);
  }

  private static void unfixed(String methods) {
    Checked.fixedBy(SpanNotEnded.class)
        .addInputLines(
            "Code.java",
            "import io.opentelemetry.api.trace.*;\nimport java.util.List;\nclass Code {\n"
                + methods
                + "}\n")
        .expectUnchanged()
        .doTest();
  }

  @Test
  void fix_startedInAStepOfItsOwn_isNotReported() {
    Checked.fixedBy(SpanNotEnded.class)
        .addInputLines(
            "Code.java",
            """
            import brave.Span;
            import brave.Tracer;

            class Code {
              void m(Tracer tracer, boolean x) {
                Span span = tracer.nextSpan();
                span.start();
                if (x) {
                  return;
                }
                span.finish();
              }
            }
            """)
        .addOutputLines(
            "Code.java",
            """
            import brave.Span;
            import brave.Tracer;

            class Code {
              void m(Tracer tracer, boolean x) {
                Span span = tracer.nextSpan();
                span.start();
                try {
                  if (x) {
                    return;
                  }
                } finally {
                  span.finish();
                }
              }
            }
            """)
        .doTest(TestMode.AST_MATCH);
  }

  @Test
  void span_handlerThatLogsAndReturns_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void logs() {
          // BUG: Diagnostic contains: leaves at line 54
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            risky();
          } catch (IOException e) {
            log.warn("failed", e);
            // nothing to be done
            return;
          }
          span.end();
        }
        Runnable inLambda = () -> {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            work();
          } catch (RuntimeException e) {
            span.recordException(e);
            return;
          }
          span.end();
        };
        """);
  }

  @Test
  void span_madeOnAChoice_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m(brave.propagation.TraceContext parent) {
          brave.Span span = parent == null ? brave.nextSpan() : brave.newChild(parent);
          // BUG: Diagnostic contains: never ended
          span.start();
          work();
        }
        """);
  }

  @Test
  void span_madeOnAChoiceOfOthers_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m(brave.Span given) {
          brave.Span span = given == null ? brave.nextSpan() : given;
          span.start();
          work();
        }
        void round(brave.Span given) {
          brave.Span one = given;
          brave.Span other = one;
          one = other;
          one.start();
        }
        """);
  }

  @Test
  void span_overwrittenByTheNext_isReportedWithItsLine() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m() {
          // BUG: Diagnostic contains: 'span' is not ended before it gets another value in line 50
          Span span = tracer.spanBuilder("x").startSpan();
          span.addEvent("begin");
          span = tracer.spanBuilder("y").startSpan();
          try {
            work();
          } finally {
            span.end();
          }
        }
        """);
  }

  @Test
  void span_overwrittenBehindItsEnd_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void ended() {
          Span span = tracer.spanBuilder("x").startSpan();
          span.end();
          span = tracer.spanBuilder("y").startSpan();
          span.end();
        }
        void kept() {
          Span span = tracer.spanBuilder("x").startSpan();
          kept.add(span);
          span = tracer.spanBuilder("y").startSpan();
          kept.add(span);
        }
        void parent() {
          Span span = tracer.spanBuilder("x").startSpan();
          Span first = span;
          span = tracer.spanBuilder("y").startSpan();
          span.end();
          first.end();
        }
        void itself() {
          brave.Span span = brave.nextSpan().start();
          span = span.name("x").start();
          span.finish();
        }
        """);
  }

  /** Which of the handlers is asked first must not depend on chance. */
  @Test
  void span_severalHandlers_areAskedInTheirOrder_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void handler0() {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            work();
          } catch (ArrayStoreException e) {
            return;
          } catch (RuntimeException e) {
            log.warn("failed", e);
          }
          span.end();
        }
        void handler1() {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            work();
          } catch (ClassCastException e) {
            return;
          } catch (RuntimeException e) {
            log.warn("failed", e);
          }
          span.end();
        }
        void handler2() {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            work();
          } catch (ArithmeticException e) {
            return;
          } catch (RuntimeException e) {
            log.warn("failed", e);
          }
          span.end();
        }
        void handler3() {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            work();
          } catch (IllegalStateException e) {
            return;
          } catch (RuntimeException e) {
            log.warn("failed", e);
          }
          span.end();
        }
        void handler4() {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            work();
          } catch (SecurityException e) {
            return;
          } catch (RuntimeException e) {
            log.warn("failed", e);
          }
          span.end();
        }
        void handler5() {
          // BUG: Diagnostic contains: not ended on a path
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            work();
          } catch (NegativeArraySizeException e) {
            return;
          } catch (RuntimeException e) {
            log.warn("failed", e);
          }
          span.end();
        }
        """);
  }

  @Test
  void span_handlerThatLeavesWithAFinally_isReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void logs() {
          // BUG: Diagnostic contains: leaves at line 54
          Span span = tracer.spanBuilder("x").startSpan();
          Scope scope = span.makeCurrent();
          try {
            work();
          } catch (RuntimeException e) {
            span.recordException(e);
            return;
          } finally {
            scope.close();
          }
          span.end();
        }
        void goesOn(List<String> names) {
          for (String name : names) {
            // BUG: Diagnostic contains: leaves at line 67
            Span span = tracer.spanBuilder(name).startSpan();
            try {
              work();
            } catch (RuntimeException e) {
              continue;
            }
            span.end();
          }
        }
        void stops(List<String> names) {
          for (String name : names) {
            // BUG: Diagnostic contains: not ended on a path
            Span span = tracer.spanBuilder(name).startSpan();
            try {
              work();
            } catch (RuntimeException e) {
              log.warn("failed", e);
              break;
            }
            span.end();
          }
        }
        """);
  }

  @Test
  void span_handlerThatRetries_isNotReported() {
    Snippets.check(
        SpanNotEnded.class,
        """
        void m(List<String> hosts) {
          Span span = tracer.spanBuilder("x").startSpan();
          for (String host : hosts) {
            try {
              work();
              span.end();
              return;
            } catch (RuntimeException e) {
              for (String other : hosts) {
                if (other.isEmpty()) {
                  log.warn("failed", e);
                  break;
                }
              }
              continue;
            }
          }
          span.end();
        }
        """);
  }
}
