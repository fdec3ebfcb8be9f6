package dev.backstop.checks;

import com.google.errorprone.CompilationTestHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterSwallowsExceptionTest {
  private static final String MEMBERS =
      """
      io.micrometer.core.instrument.Counter errors;
      io.opentelemetry.api.trace.Span span;
      void handle(Exception e) {}
      void answer(HttpServletResponse response) {}
      """;

  private final CompilationTestHelper check = Checked.by(FilterSwallowsException.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        try {
          chain.doFilter(request, response);
          // BUG: Diagnostic contains: is caught as 'e' and only logged
        } catch (Exception e) {
          log.error("failed", e);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
          // BUG: Diagnostic contains: FilterSwallowsException
        } catch (Throwable ignored) {
        }
        """,
        """
        try {
          chain.doFilter(request, response);
          // BUG: Diagnostic contains: FilterSwallowsException
        } catch (IOException | ServletException e) {
          e.printStackTrace();
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (IOException e) {
          throw e;
          // BUG: Diagnostic contains: FilterSwallowsException
        } catch (RuntimeException e) {
          String what = e.getMessage();
          log.atError().setCause(e).log("{} {}", what, request.getRequestURI());
          errors.increment();
        } finally {
          log.info("left");
        }
        """,
        """
        try {
          try {
            chain.doFilter(request, response);
          } finally {
            span.end();
          }
          // BUG: Diagnostic contains: FilterSwallowsException
        } catch (ServletException e) {
          span.recordException(e);
          log.warn("failed {}", response.getStatus(), e);
        }
        """,
        """
        int status = 200;
        try {
          chain.doFilter(request, response);
          // BUG: Diagnostic contains: FilterSwallowsException
        } catch (Exception e) {
          status = 500;
          log.error("failed", e);
        } finally {
          log.info("{}", status);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
          // BUG: Diagnostic contains: FilterSwallowsException
        } catch (IllegalStateException e) {
          if (log.isDebugEnabled()) {
            log.debug("state", e);
          } else {
            System.err.println(e);
          }
          return;
        }
        """,
        """
        try {
          super.doFilter(request, response, chain);
          // BUG: Diagnostic contains: FilterSwallowsException
        } catch (Error e) {
          java.util.logging.Logger.getLogger("x").log(java.util.logging.Level.SEVERE, "x", e);
        }
        """
      })
  void exceptionOfTheChainOnlyLogged_isReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, MEMBERS)).doTest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        try {
          chain.doFilter(request, response);
        } catch (Exception e) {
          log.error("failed", e);
          throw e;
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (Exception e) {
          log.error("failed", e);
          response.sendError(500);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (Exception e) {
          handle(e);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (Exception e) {
          log.error("failed", e);
          answer(response);
        }
        """,
        """
        Exception failure = null;
        try {
          chain.doFilter(request, response);
        } catch (Exception e) {
          failure = e;
        }
        log.info("left", failure);
        """,
        """
        boolean failed = false;
        try {
          chain.doFilter(request, response);
        } catch (Exception e) {
          log.error("failed", e);
          failed = true;
        }
        if (failed) {
          response.sendError(500);
        }
        """,
        """
        try {
          log.info("{}", Integer.parseInt(request.getHeader("a")));
        } catch (NumberFormatException e) {
          log.info("no number", e);
        }
        chain.doFilter(request, response);
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (java.net.SocketException e) {
          log.debug("the client is gone", e);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (Exception e) {
          Exchange.of(request).fail(e);
        }
        """,
        """
        try {
          Thread.sleep(1);
          chain.doFilter(request, response);
        } catch (InterruptedException e) {
          log.info("interrupted");
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (RuntimeException e) {
          request.setAttribute("failure", e);
        }
        """
      })
  void exceptionSeenTo_isNotReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, MEMBERS)).doTest();
  }

  @Test
  void javaxFilter_isReported() {
    Stubs.javaxServlet(check)
        .addSourceLines(
            "Probe.java",
            FilterSource.javax(
                """
                try {
                  chain.doFilter(request, response);
                  // BUG: Diagnostic contains: FilterSwallowsException
                } catch (ServletException e) {
                  log.error("failed", e);
                }
                """))
        .doTest();
  }

  @Test
  void exceptionGivenToAMethodThatOnlyLogs_isReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                try {
                  chain.doFilter(request, response);
                  // BUG: Diagnostic contains: FilterSwallowsException
                } catch (ServletException e) {
                  warn(e);
                  // BUG: Diagnostic contains: FilterSwallowsException
                } catch (RuntimeException e) {
                  getServletContext().log("failed", e);
                }
""",
"""
                private static void warn(Exception e) {
                  log.warn("failed", e);
                }
"""))
        .doTest();
  }

  @Test
  void exceptionGivenToAMethodThatMayDoMore_isNotReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                try {
                  chain.doFilter(request, response);
                } catch (ServletException e) {
                  rethrow(e);
                } catch (IllegalStateException e) {
                  answer(e);
                } catch (RuntimeException e) {
                  onFailure(e);
                }
""",
"""
                private HttpServletResponse current;

                private static void rethrow(Exception e) throws ServletException {
                  log.warn("failed", e);
                  throw new ServletException(e);
                }

                private void answer(Exception e) throws IOException {
                  current.sendError(500);
                }

                protected void onFailure(Exception e) {
                  log.warn("failed", e);
                }
"""))
        .doTest();
  }
}
