package dev.backstop.checks;

import org.junit.jupiter.api.Test;

class SpanEndNotInFinallyTest {
  @Test
  void span_workThrows_isReportedWithItsLine() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m() {
          // BUG: Diagnostic contains: when work() in line 49 throws
          Span span = tracer.spanBuilder("x").startSpan();
          work();
          span.end();
        }
        """);
  }

  @Test
  void span_chainThrows_isReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain) throws IOException, ServletException {
          // BUG: Diagnostic contains: when doFilter() in
          Span span = tracer.spanBuilder("x").startSpan();
          try (Scope scope = span.makeCurrent()) {
            chain.doFilter(rq, rs);
          }
          span.end();
        }
        """);
  }

  @Test
  void span_handlerSwallows_isReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m() {
          // BUG: Diagnostic contains: when risky()
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            risky();
            span.end();
          } catch (IOException e) {
            log.warn("failed", e);
          }
        }
        """);
  }

  @Test
  void span_handlerOfOneException_isReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m() throws IOException {
          // BUG: Diagnostic contains: when risky()
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            risky();
            span.end();
          } catch (IOException e) {
            span.end();
            throw e;
          }
        }
        """);
  }

  @Test
  void span_workBeforeTheTry_isReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m() {
          // BUG: Diagnostic contains: when work()
          Span span = tracer.spanBuilder("x").startSpan();
          work();
          try {
            answer();
          } finally {
            span.end();
          }
        }
        """);
  }

  @Test
  void span_throwStatement_isReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m(String name) {
          // BUG: Diagnostic contains: throws
          Span span = tracer.spanBuilder("x").startSpan();
          if (name == null) {
            throw new IllegalArgumentException("name");
          }
          span.end();
        }
        """);
  }

  @Test
  void span_ofEachLibrary_isReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void brave() {
          // BUG: Diagnostic contains: when work()
          brave.Span span = brave.nextSpan().name("x").start();
          work();
          span.finish();
        }
        void opentracing() {
          // BUG: Diagnostic contains: when work()
          io.opentracing.Span span = opentracing.buildSpan("x").start();
          work();
          span.finish();
        }
        void micrometer() {
          // BUG: Diagnostic contains: when work()
          io.micrometer.tracing.Span span = micrometer.nextSpan().name("x").start();
          work();
          span.end();
        }
        void scoped() {
          // BUG: Diagnostic contains: when work()
          io.micrometer.tracing.ScopedSpan span = micrometer.startScopedSpan("x");
          work();
          span.end();
        }
        """);
  }

  @Test
  void span_inALambda_isReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        Callable<Object> m() {
          return () -> {
            // BUG: Diagnostic contains: when answer()
            Span span = tracer.spanBuilder("x").startSpan();
            Object value = answer();
            span.end();
            return value;
          };
        }
        void loop(List<String> names) {
          for (String name : names) {
            // BUG: Diagnostic contains: when accept()
            Span span = tracer.spanBuilder(name).startSpan();
            accept(name);
            span.end();
          }
        }
        void accept(String name) {}
        """);
  }

  @Test
  void span_endedInFinally_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m() throws IOException {
          Span span = tracer.spanBuilder("x").startSpan();
          try (Scope scope = span.makeCurrent()) {
            risky();
          } finally {
            span.end();
          }
        }
        void outerHandler() throws Exception {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            try {
              risky();
            } finally {
              kept.clear();
            }
            span.end();
          } catch (Exception e) {
            span.end();
            throw e;
          }
        }
        void handledInside() {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            risky();
          } catch (Exception e) {
            span.recordException(e);
          }
          span.end();
        }
        """);
  }

  @Test
  void span_gettersBeforeTheTry_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain) throws IOException, ServletException {
          Span span = tracer.spanBuilder("x").startSpan();
          span.setAttribute("method", rq.getMethod());
          rq.setAttribute("start", System.nanoTime());
          log.debug("started {}", span);
          Scope scope = span.makeCurrent();
          try {
            chain.doFilter(rq, rs);
          } finally {
            scope.close();
            span.end();
          }
        }
        """);
  }

  @Test
  void span_endedByACallback_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        CompletableFuture<Object> m() {
          Span span = tracer.spanBuilder("x").startSpan();
          work();
          return CompletableFuture.supplyAsync(this::answer).whenComplete((value, error) -> span.end());
        }
        """);
  }

  @Test
  void span_leakOnErrorOnly_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m() throws Exception {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            risky();
            span.end();
          } catch (Exception e) {
            span.end();
            throw e;
          }
        }
        void throwable(Callable<Object> c) throws Throwable {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            proceed();
            span.end();
          } catch (Exception e) {
            span.end();
            throw e;
          }
        }
        void proceed() throws Throwable {}
        """);
  }

  @Test
  void span_registered_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m() {
          Span span = cleanups.register("span", tracer.spanBuilder("x").startSpan(), Span::end);
          work();
          span.end();
        }
        void held() {
          Span span = tracer.spanBuilder("x").startSpan();
          cleanups.hold("span", span, Span::end);
          work();
        }
        """);
  }

  @Test
  void span_earlyReturn_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m(boolean x) {
          Span span = tracer.spanBuilder("x").startSpan();
          if (x) return;
          work();
          span.end();
        }
        """);
  }

  @Test
  void span_nothingThrows_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m() {
          Span span = tracer.spanBuilder("x").startSpan();
          span.setAttribute("a", 1).addEvent("b");
          span.setStatus(StatusCode.OK);
          span.end();
        }
        """);
  }

  @Test
  void span_nullGuardAndHelper_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m() throws IOException {
          Span span = null;
          try {
            span = tracer.spanBuilder("x").startSpan();
            risky();
          } finally {
            finish(span);
          }
        }
        private void finish(Span span) {
          if (span != null) {
            span.end();
          }
        }
        void handOver(Code other) throws IOException {
          Span span = tracer.spanBuilder("x").startSpan();
          try {
            other.send(span);
          } catch (RuntimeException e) {
            span.end();
            throw e;
          }
        }
        void send(Span span) { kept.add(span); }
        """);
  }

  @Test
  void span_loopBeforeTheTry_isReportedWithWhatItCalls() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m(List<Code> decorators) {
          // BUG: Diagnostic contains: decorate() in line
          Span span = tracer.spanBuilder("x").startSpan();
          for (Code decorator : decorators) {
            decorator.decorate();
          }
          try {
            work();
          } finally {
            span.end();
          }
        }
        void decorate() {}
        """);
  }

  @Test
  void span_loopThatOnlyCopies_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m(Iterable<String> names) {
          Span span = tracer.spanBuilder("x").startSpan();
          for (String name : names) {
            span.addEvent(name);
          }
          try {
            work();
          } finally {
            span.end();
          }
        }
        """);
  }

  @Test
  void span_storedAndEndedUnlessAsync_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain) throws IOException, ServletException {
          Span span = tracer.spanBuilder("x").startSpan();
          rq.setAttribute("span", span);
          try {
            chain.doFilter(rq, rs);
          } finally {
            if (!rq.isAsyncStarted()) {
              span.end();
            }
          }
        }
        """);
  }

  @Test
  void span_storedAndEndedBehindTheWork_isReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        void m(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain) throws IOException, ServletException {
          // BUG: Diagnostic contains: doFilter
          Span span = tracer.spanBuilder("x").startSpan();
          rq.setAttribute("span", span);
          chain.doFilter(rq, rs);
          if (!rq.isAsyncStarted()) {
            span.end();
          }
        }
        """);
  }

  @Test
  void span_plainGettersBeforeTheTry_isNotReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        record Order(String id) {}
        private String route;
        String route() {
          return this.route;
        }
        void m(Order order, Queue<Span> queue, java.util.concurrent.locks.Lock lock) {
          Span span = tracer.spanBuilder("x").startSpan();
          span.setAttribute("id", order.id()).setAttribute("route", route());
          queue.remove(span);
          lock.lock();
          try {
            work();
          } finally {
            lock.unlock();
            span.end();
          }
        }
        """);
  }

  @Test
  void span_callsThatOnlyLookLikeGetters_isReported() {
    Snippets.check(
        SpanEndNotInFinally.class,
        """
        record Order(String id) {
          String load() { return null; }
          public String id() { return load().trim(); }
        }
        void component(Order order) {
          // BUG: Diagnostic contains: id() in line 53 throws
          Span span = tracer.spanBuilder("x").startSpan();
          span.setAttribute("id", order.id());
          span.end();
        }
        void other(Order order) {
          // BUG: Diagnostic contains: load() in line 59 throws
          Span span = tracer.spanBuilder("x").startSpan();
          span.setAttribute("id", order.load());
          span.end();
        }
        """);
  }
}
