package dev.backstop.checks;

import com.google.errorprone.CompilationTestHelper;
import org.junit.jupiter.api.Test;

class WorkBeforeCleanupRegisteredTest {
  private static final String HEAD =
      """
      import dev.backstop.Exchange;
      import dev.backstop.cleanup.CleanupRegistry;
      import io.micrometer.core.instrument.MeterRegistry;
      import io.micrometer.core.instrument.Timer;
      import io.micrometer.observation.Observation;
      import io.micrometer.observation.ObservationRegistry;
      import io.opentelemetry.api.trace.Span;
      import io.opentelemetry.api.trace.Tracer;
      import io.opentelemetry.context.Context;
      import io.opentelemetry.context.Scope;
      import jakarta.servlet.FilterChain;
      import jakarta.servlet.ServletException;
      import jakarta.servlet.http.HttpFilter;
      import jakarta.servlet.http.HttpServletRequest;
      import jakarta.servlet.http.HttpServletResponse;
      import java.io.IOException;
      import java.sql.Connection;
      import java.util.concurrent.Callable;
      import java.util.concurrent.TimeUnit;
      import java.util.concurrent.atomic.AtomicInteger;
      import java.util.concurrent.locks.Lock;
      import javax.sql.DataSource;
      import org.slf4j.Logger;
      import org.slf4j.MDC;

      abstract class Traced extends HttpFilter {
        Tracer tracer;
        MeterRegistry meters;
        ObservationRegistry observations;
        Lock lock;
        Logger log;
        AtomicInteger active;
        ThreadLocal<String> tenant;
        com.acme.Orders orders;
        com.acme.Handler handler;

        abstract void work();
      """;

  private static CompilationTestHelper checked(String methods) {
    return Checked.by(WorkBeforeCleanupRegistered.class)
        .addSourceLines(
            "com/acme/Orders.java",
            """
            package com.acme;

            public interface Orders {
              Object load(String id);

              int count();

              String nameOf(Object order);

              void lockFile() throws java.io.IOException;
            }
            """)
        .addSourceLines(
            "com/acme/Handler.java",
            """
            package com.acme;

            public interface Handler {
              void handle(Object request);
            }
            """)
        .addSourceLines("Traced.java", HEAD + methods + "}");
  }

  @Test
  void work_beforeTheTry_isReported() {
    checked(
            """
            void chain(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain)
                throws IOException, ServletException {
              Span span = tracer.spanBuilder("request").startSpan();
              // BUG: Diagnostic contains: chain.doFilter(rq, rs) runs before the try whose finally ends it on line 43: when it throws, the cleanup of span never runs
              chain.doFilter(rq, rs);
              try {
                span.setAttribute("status", rs.getStatus());
              } finally {
                span.end();
              }
            }

            void handler(Object request) {
              Timer.Sample sample = Timer.start(meters);
              // BUG: Diagnostic contains: handler.handle(request) runs before
              handler.handle(request);
              try {
                log.info("handled");
              } finally {
                sample.stop(meters.timer("handled"));
              }
            }

            void other(String id) {
              Span span = tracer.spanBuilder("order").startSpan();
              // BUG: Diagnostic contains: orders.load(id) runs before
              Object order = orders.load(id);
              try (Scope scope = span.makeCurrent()) {
                handler.handle(order);
              } finally {
                span.end();
              }
            }

            void declared() throws IOException {
              lock.lock();
              // BUG: Diagnostic contains: orders.lockFile() runs before
              orders.lockFile();
              try {
                work();
              } finally {
                lock.unlock();
              }
            }

            void observation(Callable<String> task) throws Exception {
              Observation observation = Observation.start("task", observations);
              Observation.Scope scope = observation.openScope();
              // BUG: Diagnostic contains: task.call() runs before
              String result = task.call();
              try {
                log.info(result);
              } finally {
                scope.close();
                observation.stop();
              }
            }

            void ofThisFile() {
              Span span = tracer.spanBuilder("x").startSpan();
              // BUG: Diagnostic contains: work() runs before
              work();
              try {
                log.info("worked");
              } finally {
                span.end();
              }
            }

            void context(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain)
                throws IOException, ServletException {
              MDC.put("path", rq.getRequestURI());
              active.incrementAndGet();
              if (rq.getAttribute("skip") != null) {
                // BUG: Diagnostic contains: chain.doFilter(rq, rs) runs before
                chain.doFilter(rq, rs);
                return;
              }
              try {
                chain.doFilter(rq, rs);
              } finally {
                active.decrementAndGet();
                MDC.remove("path");
              }
            }

            void duration(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain)
                throws IOException, ServletException {
              long start = System.nanoTime();
              // BUG: Diagnostic contains: super.doFilter(rq, rs, chain) runs before
              super.doFilter(rq, rs, chain);
              try {
                log.info("done");
              } finally {
                meters.timer("requests").record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
              }
            }

            void outside(boolean twice, Object request) {
              Span span = tracer.spanBuilder("x").startSpan();
              if (twice) {
                // BUG: Diagnostic contains: handler.handle(request) runs before
                handler.handle(request);
              }
              {
                try {
                  handler.handle(request);
                } finally {
                  span.end();
                }
              }
            }

            Runnable lambda(Object request) {
              return () -> {
                Span span = tracer.spanBuilder("x").startSpan();
                // BUG: Diagnostic contains: handler.handle(request) runs before
                handler.handle(request);
                try {
                  log.info("handled");
                } finally {
                  span.end();
                }
              };
            }

            void oneLevelDown(Object request) {
              Span span = tracer.spanBuilder("x").startSpan();
              // BUG: Diagnostic contains: helps(request) runs before
              helps(request);
              try {
                log.info("handled");
              } finally {
                span.end();
              }
            }

            private void helps(Object request) {
              handler.handle(request);
            }
            """)
        .doTest();
  }

  @Test
  void work_beforeTheRegistration_isReported() {
    checked(
            """
            void afterTheChain(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain)
                throws IOException, ServletException {
              long start = System.nanoTime();
              // BUG: Diagnostic contains: chain.doFilter(rq, rs) runs before the registration of the cleanup
              chain.doFilter(rq, rs);
              Exchange.of(rq)
                  .cleanups()
                  .register("log", outcome -> log.info("{}", System.nanoTime() - start));
            }

            void inAFinally(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain)
                throws IOException, ServletException {
              try {
                // BUG: Diagnostic contains: chain.doFilter(rq, rs) runs before the registration
                chain.doFilter(rq, rs);
              } finally {
                Exchange.of(rq).cleanups().register("log", outcome -> log.info("ended"));
              }
            }

            void lambda(CleanupRegistry cleanups, String id) {
              Span span = tracer.spanBuilder("order").startSpan();
              // BUG: Diagnostic contains: orders.load(id) runs before the registration
              Object order = orders.load(id);
              cleanups.register("span", outcome -> span.end());
            }

            void reference(CleanupRegistry cleanups, Object request) {
              Span span = tracer.spanBuilder("order").startSpan();
              Scope scope = span.makeCurrent();
              // BUG: Diagnostic contains: handler.handle(request) runs before the registration
              handler.handle(request);
              cleanups.register("span", span, Span::end);
            }

            void held(CleanupRegistry cleanups, DataSource source, Object request) throws Exception {
              Connection connection = source.getConnection();
              // BUG: Diagnostic contains: handler.handle(request) runs before the registration
              handler.handle(request);
              cleanups.hold("connection", connection, Connection::close);
            }
            """)
        .doTest();
  }

  @Test
  void work_thatIsProtected_isNotReported() {
    checked(
            """
            void inside(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain)
                throws IOException, ServletException {
              Span span = tracer.spanBuilder("request").startSpan();
              try (Scope scope = span.makeCurrent()) {
                chain.doFilter(rq, rs);
              } finally {
                span.end();
              }
            }

            void getters(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain)
                throws IOException, ServletException {
              long start = System.nanoTime();
              Span span = tracer.spanBuilder(rq.getMethod()).startSpan();
              String path = rq.getRequestURI();
              span.setAttribute("path", path);
              rq.setAttribute("span", span);
              log.debug("begins {}", path);
              Object name = orders.nameOf(path);
              int size = orders.count() + path.length();
              Context context = Context.current().with(span);
              Scope scope = context.makeCurrent();
              try {
                chain.doFilter(rq, rs);
              } finally {
                scope.close();
                span.end();
                meters.timer("requests").record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
              }
            }

            void before(String id) {
              Object order = orders.load(id);
              Span span = tracer.spanBuilder("order").startSpan();
              try {
                handler.handle(order);
              } finally {
                span.end();
              }
            }

            void ownTry(String id) {
              Span span = tracer.spanBuilder("order").startSpan();
              Object order;
              try {
                order = orders.load(id);
              } catch (RuntimeException e) {
                span.recordException(e);
                span.end();
                throw e;
              }
              try {
                handler.handle(order);
              } finally {
                span.end();
              }
            }

            void outerTry(String id) {
              Span span = tracer.spanBuilder("order").startSpan();
              try {
                Object order = orders.load(id);
                try {
                  handler.handle(order);
                } finally {
                  span.addEvent("handled");
                  span.end();
                }
              } finally {
                span.end();
              }
            }

            void registeredFirst(CleanupRegistry cleanups, String id) {
              Span span = tracer.spanBuilder("order").startSpan();
              cleanups.register("span", outcome -> span.end());
              Object order = orders.load(id);
              handler.handle(order);
              cleanups.register("log", outcome -> log.info("{}", order));
            }

            void skipped(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain)
                throws IOException, ServletException {
              if (rq.getAttribute("skip") != null) {
                chain.doFilter(rq, rs);
                return;
              }
              Exchange.of(rq).cleanups().register("log", outcome -> log.info("ended"));
              chain.doFilter(rq, rs);
            }

            void notStartedHere(HttpServletRequest rq) {
              Span span = (Span) rq.getAttribute("span");
              handler.handle(rq);
              try {
                work();
              } finally {
                span.end();
              }
            }

            void locked() {
              lock.lock();
              try {
                orders.load("1");
              } finally {
                lock.unlock();
              }
            }

            void later(Object request) {
              Span span = tracer.spanBuilder("x").startSpan();
              Runnable task = () -> handler.handle(request);
              try {
                task.run();
              } finally {
                span.end();
              }
            }

            void stream(DataSource source, String id) throws Exception {
              Connection connection = source.getConnection();
              String sql = "select " + orders.load(id);
              try {
                connection.prepareStatement(sql);
              } finally {
                connection.close();
              }
            }

            void again(Object request) {
              tenant.set("a");
              try {
                handler.handle(request);
              } finally {
                tenant.remove();
              }
              handler.handle(request);
              tenant.set("b");
              try {
                handler.handle(request);
              } finally {
                tenant.remove();
              }
            }
            """)
        .doTest();
  }
}
