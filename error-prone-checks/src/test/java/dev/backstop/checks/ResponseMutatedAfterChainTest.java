package dev.backstop.checks;

import com.google.errorprone.CompilationTestHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseMutatedAfterChainTest {
  private static final String MEMBERS =
      """
      private static void stamp(HttpServletResponse answer) {
        answer.addHeader("X-Done", "1");
      }
      static class Holding extends HttpServletResponseWrapper {
        Holding(HttpServletResponse response) { super(response); }
        @Override public PrintWriter getWriter() { return null; }
      }
      static class Unknown extends HttpServletResponseWrapper {
        Unknown(HttpServletResponse response) { super(response); }
      }
      static class Status extends HttpServletResponseWrapper {
        Status(HttpServletResponse response) { super(response); }
        @Override public void setStatus(int status) { super.setStatus(status); }
      }
      """;

  private final CompilationTestHelper check = Checked.by(ResponseMutatedAfterChain.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        chain.doFilter(request, response);
        // BUG: Diagnostic contains: setHeader() changes the response after the chain (line 19)
        response.setHeader("X", "1");
        """,
        """
        long start = System.nanoTime();
        chain.doFilter(request, response);
        if (System.nanoTime() - start > 1_000) {
          // BUG: Diagnostic contains: ResponseMutatedAfterChain
          response.addCookie(new Cookie("slow", "1"));
        }
        """,
        """
        try {
          chain.doFilter(request, response);
          // BUG: Diagnostic contains: ResponseMutatedAfterChain
          response.setStatus(204);
        } catch (RuntimeException e) {
          response.sendError(500);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          log.info("left");
        }
        // BUG: Diagnostic contains: ResponseMutatedAfterChain
        response.setDateHeader("Expires", 0);
        """,
        """
        chain.doFilter(request, response);
        // BUG: Diagnostic contains: ResponseMutatedAfterChain
        stamp(response);
        """,
        """
        chain.doFilter(request, new HttpServletResponseWrapper(response));
        // BUG: Diagnostic contains: ResponseMutatedAfterChain
        response.setContentType("text/plain");
        """,
        """
        chain.doFilter(request, new Status(response));
        // BUG: Diagnostic contains: ResponseMutatedAfterChain
        response.setContentType("text/plain");
        """,
        """
        for (String name : List.of("a")) {
          if (name.isEmpty()) {
            chain.doFilter(request, response);
            break;
          }
        }
        // BUG: Diagnostic contains: ResponseMutatedAfterChain
        response.resetBuffer();
        """,
        """
        if (request.getHeader("a") == null) {
          chain.doFilter(request, response);
        } else {
          response.sendError(403);
        }
        // BUG: Diagnostic contains: ResponseMutatedAfterChain
        response.addHeader("X", "1");
        """
      })
  void responseChangedAfterTheChain_isReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, MEMBERS)).doTest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        response.setHeader("X", "1");
        chain.doFilter(request, response);
        """,
        """
        if (request.getHeader("a") == null) {
          chain.doFilter(request, response);
          return;
        }
        response.sendError(403);
        """,
        """
        if (request.getHeader("a") == null) {
          chain.doFilter(request, response);
        } else {
          response.sendError(403);
        }
        """,
        """
        Holding holding = new Holding(response);
        chain.doFilter(request, holding);
        response.setHeader("ETag", "1");
        holding.setHeader("X", "1");
        """,
        """
        chain.doFilter(request, response);
        if (response.isCommitted()) {
          return;
        }
        response.setHeader("X", "1");
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (ServletException e) {
          response.sendError(500);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          response.setHeader("X", "1");
        }
        """,
        """
        Filter filter =
            (rq, rs, next) -> {
              next.doFilter(rq, rs);
            };
        filter.doFilter(request, response, (rq, rs) -> {});
        Objects.requireNonNull(chain);
        """,
        """
        switch (request.getMethod()) {
          case "GET" -> chain.doFilter(request, response);
          default -> response.sendError(405);
        }
        """,
        """
        Unknown held = new Unknown(response);
        chain.doFilter(request, held);
        response.setContentLength(3);
        """
      })
  void responseChangedInTimeOrHeldBack_isNotReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, MEMBERS)).doTest();
  }

  @Test
  void javaxResponse_isReported() {
    Stubs.javaxServlet(check)
        .addSourceLines(
            "Probe.java",
            FilterSource.javax(
                """
                chain.doFilter(request, response);
                // BUG: Diagnostic contains: ResponseMutatedAfterChain
                response.setHeader("X-Time", "1");
                """))
        .doTest();
  }

  @Test
  void responseMatchedByAPatternOrByReference_isReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                ServletResponse any = response;
                chain.doFilter(request, response);
                if (any instanceof HttpServletResponse answer) {
                  // BUG: Diagnostic contains: ResponseMutatedAfterChain
                  answer.setHeader("X", "1");
                }
                // BUG: Diagnostic contains: ResponseMutatedAfterChain
                Map.of("a", "b").forEach(response::setHeader);
"""))
        .doTest();
  }
}
