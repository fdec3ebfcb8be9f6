package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.CompilationTestHelper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterIgnoresAsyncTest {
  @TempDir Path folder;

  private static final String MEMBERS =
      """
      io.micrometer.core.instrument.MeterRegistry registry;
      io.micrometer.core.instrument.Timer timer;
      io.opentelemetry.api.trace.Tracer tracer;
      Clock clock;
      private static void report(HttpServletResponse answer) {
        log.info("{}", answer.getStatus());
      }
      void onEnd(Runnable task) {}
      """;

  private final CompilationTestHelper check = Checked.by(FilterIgnoresAsync.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        chain.doFilter(request, response);
        // BUG: Diagnostic contains: isAsyncStarted()
        log.info("{}", response.getStatus());
        """,
        """
        long start = System.nanoTime();
        try {
          chain.doFilter(request, response);
        } finally {
          // BUG: Diagnostic contains: FilterIgnoresAsync
          log.info("{}", System.nanoTime() - start);
        }
        """,
        """
        Instant start = Instant.now();
        chain.doFilter(request, response);
        Instant end = Instant.now();
        // BUG: Diagnostic contains: FilterIgnoresAsync
        log.info("{}", Duration.between(start, end));
        """,
        """
        io.micrometer.core.instrument.Timer.Sample sample =
            io.micrometer.core.instrument.Timer.start(registry);
        try {
          chain.doFilter(request, response);
        } finally {
          // BUG: Diagnostic contains: FilterIgnoresAsync
          sample.stop(timer);
        }
        """,
        """
        io.opentelemetry.api.trace.Span span = tracer.spanBuilder("a").startSpan();
        try (var scope = span.makeCurrent()) {
          chain.doFilter(request, response);
        } catch (RuntimeException e) {
          span.recordException(e);
          throw e;
        } finally {
          // BUG: Diagnostic contains: too short
          span.end();
        }
        """,
        """
        try {
          // BUG: Diagnostic contains: FilterIgnoresAsync
          timer.recordCallable(() -> { chain.doFilter(request, response); return null; });
        } catch (Exception e) {
          throw new ServletException(e);
        }
        """,
        """
        long start = clock.millis();
        if (log.isInfoEnabled()) {
          chain.doFilter(request, response);
          long now = clock.millis();
          // BUG: Diagnostic contains: FilterIgnoresAsync
          log.info("{}", now - start);
          return;
        }
        chain.doFilter(request, response);
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          // BUG: Diagnostic contains: FilterIgnoresAsync
          report(response);
        }
        """,
        """
        switch (request.getMethod()) {
          case "GET":
            chain.doFilter(request, response);
            break;
          default:
            response.sendError(405);
        }
        // BUG: Diagnostic contains: FilterIgnoresAsync
        timer.record(Duration.ofMillis(1));
        """
      })
  void requestMeasuredWhenTheChainReturns_isReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, MEMBERS)).doTest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        chain.doFilter(request, response);
        log.info("returned at {}", Instant.now());
        """,
        """
        long start = System.nanoTime();
        chain.doFilter(request, response);
        if (!request.isAsyncStarted()) {
          log.info("{}", System.nanoTime() - start);
        }
        """,
        """
        chain.doFilter(request, response);
        request.getAsyncContext().addListener(null);
        log.info("{}", response.getStatus());
        """,
        """
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
          chain.doFilter(request, response);
          log.info("{}", response.getStatus());
        }
        """,
        """
        long start = System.nanoTime();
        Exchange.of(request).cleanups().register("log", o -> log.info("{}", o.durationNanos()));
        chain.doFilter(request, response);
        """,
        """
        long deadline = System.nanoTime() + 1_000;
        chain.doFilter(request, response);
        log.info("left {}", deadline - System.nanoTime());
        """,
        """
        if (request.getMethod().equals("GET")) {
          chain.doFilter(request, response);
          return;
        }
        long start = System.nanoTime();
        log.info("{} {}", response.getStatus(), System.nanoTime() - start);
        """,
        """
        chain.doFilter(request, response);
        onEnd(() -> log.info("{}", response.getStatus()));
        """,
        """
        chain.doFilter(request, response);
        log.info("{} left", request.getRequestURI());
        """
      })
  void requestNotMeasuredOrAsyncKnown_isNotReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, MEMBERS)).doTest();
  }

  @Test
  void javaxFilter_isReported() {
    Stubs.javaxServlet(check)
        .addSourceLines(
            "Probe.java",
            FilterSource.javax(
                """
                chain.doFilter(request, response);
                // BUG: Diagnostic contains: FilterIgnoresAsync
                log.info("{}", response.getStatus());
                """))
        .doTest();
  }

  @Test
  void springFilterThatRunsOnce_isReported() {
    Stubs.springFilter(check)
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
                    """
                    long start = System.currentTimeMillis();
                    chain.doFilter(request, response);
                    // BUG: Diagnostic contains: FilterIgnoresAsync
                    log.info("{}", System.currentTimeMillis() - start);
                    """)
                .replace("HttpFilter", "org.springframework.web.filter.OncePerRequestFilter")
                .replace("void doFilter(", "void doFilterInternal("))
        .doTest();
  }

  @Test
  void filterThatRefusesAsync_isNotReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
                    """
                    chain.doFilter(request, response);
                    log.info("{}", response.getStatus());
                    """)
                .replace(
                    "class Probe",
                    "@jakarta.servlet.annotation.WebFilter(asyncSupported = false)\nclass Probe"))
        .doTest();
  }

  @Test
  void suppressed_isNotReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
                    """
                    chain.doFilter(request, response);
                    log.info("{}", response.getStatus());
                    """)
                .replace("@Override", "@Override @SuppressWarnings(\"FilterIgnoresAsync\")"))
        .doTest();
  }

  @Test
  void measuring_inAMethodThatIsGivenAnUnknownType_isNotReported() throws IOException {
    assertThat(
            Sources.findings(
                folder,
                """
                import not.there.Missing;

                class Mine {
                  <T extends Missing> void m(T exchange) {
                    long start = System.nanoTime();
                    run(exchange);
                    System.out.println(System.nanoTime() - start);
                  }

                  <T extends Missing> void run(T exchange) {}
                }
                """))
        .isEmpty();
  }

  @Test
  void requestMeasuredByAHelperThatIsGivenTheStart_isReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                Instant start = Instant.now();
                try {
                  chain.doFilter(request, response);
                } finally {
                  // BUG: Diagnostic contains: FilterIgnoresAsync
                  report(start);
                }
""",
"""
                private static void report(Instant start) {
                  log.info("{}", Duration.between(start, Instant.now()));
                }
"""))
        .doTest();
  }

  @Test
  void helperThatMeasuresItself_isNotReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                chain.doFilter(request, response);
                tidy(request);
""",
"""
                private static void tidy(HttpServletRequest asked) {
                  long start = System.nanoTime();
                  asked.removeAttribute("a");
                  log.info("{}", System.nanoTime() - start);
                }
"""))
        .doTest();
  }

  @Test
  void suppressedOnTheVariable_isNotReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                long start = System.nanoTime();
                chain.doFilter(request, response);
                @SuppressWarnings("FilterIgnoresAsync")
                long took = System.nanoTime() - start;
                log.info("{}", took);
"""))
        .doTest();
  }
}
