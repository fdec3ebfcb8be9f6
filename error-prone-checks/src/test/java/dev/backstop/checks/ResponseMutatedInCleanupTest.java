package dev.backstop.checks;

import com.google.errorprone.CompilationTestHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseMutatedInCleanupTest {
  private static final String MEMBERS =
      """
      private static void stamp(HttpServletResponse answer) {
        answer.setHeader("X-Done", "1");
      }
      static class Noting extends HttpServletResponseWrapper {
        Noting(HttpServletResponse response) { super(response); }
        @Override public void setStatus(int status) { super.setStatus(status); }
      }
      static class Holding extends HttpServletResponseWrapper {
        Holding(HttpServletResponse response) { super(response); }
        @Override public ServletOutputStream getOutputStream() { return null; }
        @Override public PrintWriter getWriter() { return null; }
      }
      """;

  private final CompilationTestHelper check = Checked.by(ResponseMutatedInCleanup.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        try {
          chain.doFilter(request, response);
        } finally {
          // BUG: Diagnostic contains: setHeader() changes the response in a finally block
          response.setHeader("X-Time", "1");
        }
        """,
        """
        ServletResponse plain = response;
        HttpServletResponse http = (HttpServletResponse) plain;
        try {
          chain.doFilter(request, plain);
        } catch (RuntimeException e) {
          throw e;
        } finally {
          if (request.getHeader("a") != null) {
            // BUG: Diagnostic contains: ResponseMutatedInCleanup
            http.addCookie(new Cookie("a", "b"));
          }
        }
        """,
        """
        Exchange.of(request).cleanups().register(
            "header",
            outcome -> {
              // BUG: Diagnostic contains: when the client has it
              response.setHeader("X-Status", "" + outcome.status());
            });
        chain.doFilter(request, response);
        """,
        """
        Exchange.of(request).cleanups().register(
            "header",
            new dev.backstop.cleanup.Cleanup() {
              @Override public void run(dev.backstop.outcome.Outcome outcome) throws Exception {
                // BUG: Diagnostic contains: ResponseMutatedInCleanup
                response.sendError(500);
              }
            });
        """,
        """
        // BUG: Diagnostic contains: ResponseMutatedInCleanup
        Exchange.of(request).cleanups().register("it", response, r -> r.reset());
        """,
        """
        Noting noting = new Noting(response);
        try {
          chain.doFilter(request, noting);
        } finally {
          // BUG: Diagnostic contains: ResponseMutatedInCleanup
          response.setStatus(204);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          // BUG: Diagnostic contains: setHeader() changes
          stamp(response);
        }
        """,
        """
        try {
          super.doFilter(request, response, chain);
        } finally {
          Optional.of("x").ifPresent(
              // BUG: Diagnostic contains: ResponseMutatedInCleanup
              x -> response.addHeader("X", x));
        }
        """,
        """
        dev.backstop.cleanup.Cleanup late =
            // BUG: Diagnostic contains: ResponseMutatedInCleanup
            outcome -> response.sendRedirect("/");
        """
      })
  void responseChangedInACleanup_isReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, MEMBERS)).doTest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        response.setHeader("X", "1");
        try {
          chain.doFilter(request, response);
        } finally {
          log.info("{}", response.getHeader("X"));
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          if (!response.isCommitted()) {
            response.setHeader("X", "1");
          }
        }
        """,
        """
        Holding holding = new Holding(response);
        try {
          chain.doFilter(request, holding);
        } finally {
          response.setContentLength(3);
          holding.setHeader("X", "1");
        }
        """,
        """
        HttpServletResponse held = hold(response);
        try {
          chain.doFilter(request, held);
        } finally {
          held.setHeader("X", "1");
          response.setHeader("X", "1");
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (RuntimeException e) {
          response.sendError(500);
        }
        """,
        """
        try {
          response.setHeader("X", "1");
        } finally {
          response.setHeader("Y", "1");
        }
        chain.doFilter(request, response);
        """,
        """
        Exchange.of(request).cleanups().register("x", o -> log.info("{}", response.getStatus()));
        chain.doFilter(request, response);
        response.setHeader("X", "1");
        """,
        """
        Exchange.of(request).cleanups().register(
            "x",
            o -> {
              if (!response.isCommitted()) {
                response.setHeader("X", "1");
              }
            });
        """,
        """
        response = new Holding(response);
        try {
          chain.doFilter(request, response);
        } finally {
          response.setHeader("X", "1");
        }
        """
      })
  void responseChangedInTimeOrHeldBack_isNotReported(String body) {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
                body,
                MEMBERS,
                "HttpServletResponse hold(HttpServletResponse response) { return response; }"))
        .doTest();
  }

  @Test
  void javaxResponse_isReported() {
    Stubs.javaxServlet(check)
        .addSourceLines(
            "Probe.java",
            FilterSource.javax(
                """
                try {
                  chain.doFilter(request, response);
                } finally {
                  // BUG: Diagnostic contains: ResponseMutatedInCleanup
                  response.setHeader("X-Time", "1");
                }
                """))
        .doTest();
  }

  @Test
  void watchThatEnds_isReported() {
    check
        .addSourceLines(
            "Ends.java",
            """
            import dev.backstop.Watch;
            import dev.backstop.cleanup.CleanupReport;
            import dev.backstop.outcome.Outcome;
            import jakarta.servlet.http.HttpServletResponse;

            class Ends implements Watch {
              private HttpServletResponse response;

              @Override
              public void beforeCommit(int status) {
                response.setHeader("X", "1");
              }

              @Override
              public void end(Outcome outcome, CleanupReport report) {
                // BUG: Diagnostic contains: ResponseMutatedInCleanup
                response.setIntHeader("X", 1);
              }
            }
            """)
        .doTest();
  }

  @Test
  void responseMatchedByAPattern_isReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                ServletResponse any = response;
                try {
                  chain.doFilter(request, response);
                } finally {
                  if (any instanceof HttpServletResponse answer) {
                    // BUG: Diagnostic contains: setHeader()
                    answer.setHeader("X", "1");
                  }
                }
"""))
        .doTest();
  }

  @Test
  void methodReferenceThatChangesTheResponse_isReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                Map<String, String> headers = Map.of("a", "b");
                Exchange.of(request)
                    .cleanups()
                    // BUG: Diagnostic contains: setHeader() changes the response in a cleanup
                    .register("headers", outcome -> headers.forEach(response::setHeader));
                try {
                  chain.doFilter(request, response);
                } finally {
                  // BUG: Diagnostic contains: addHeader() changes the response in a finally block
                  headers.forEach(response::addHeader);
                }
"""))
        .doTest();
  }

  @Test
  void methodReferenceInTimeOrForLater_isNotReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                Map<String, String> headers = Map.of("a", "b");
                headers.forEach(response::setHeader);
                try {
                  chain.doFilter(request, response);
                } finally {
                  if (!response.isCommitted()) {
                    headers.forEach(response::addHeader);
                  }
                }
"""))
        .doTest();
  }

  @Test
  void methodRegisteredAsACleanup_isReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                Exchange.of(request).cleanups().register("late", this::late);
                chain.doFilter(request, response);
""",
"""
                private HttpServletResponse answer;

                private void late(dev.backstop.outcome.Outcome outcome) {
                  // BUG: Diagnostic contains: ResponseMutatedInCleanup
                  answer.setStatus(outcome.status());
                }
"""))
        .doTest();
  }
}
