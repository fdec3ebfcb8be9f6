package dev.backstop.checks;

import com.google.errorprone.BugCheckerRefactoringTestHelper.TestMode;
import com.google.errorprone.CompilationTestHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseWrapperIncompleteTest {
  private static final String IMPORTS =
      """
      import jakarta.servlet.*;
      import jakarta.servlet.http.*;
      import java.io.*;
      """;

  private static final String WRAPPER =
      """
      class Wrapper extends HttpServletResponseWrapper {
        Wrapper(HttpServletResponse response) {
          super(response);
        }
      """;

  private static final String SENDERS =
      """
      @Override public void sendError(int sc) throws IOException { super.sendError(sc); }
      @Override public void sendError(int sc, String m) throws IOException {
        super.sendError(sc, m);
      }
      @Override public void sendRedirect(String to) throws IOException { super.sendRedirect(to); }
      """;

  private static final String REDIRECT =
      """
      @Override public void sendRedirect(String to, int sc, boolean clear) throws IOException {
        super.sendRedirect(to, sc, clear);
      }
      """;

  private final CompilationTestHelper check = Checked.by(ResponseWrapperIncomplete.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Override public void setStatus(int sc) {}",
        "@Override public void setStatus(int sc) {}" + SENDERS,
        "@Override public void setStatus(int sc) {}"
            + "@Override public void sendError(int sc) {}"
            + "@Override public void sendError(int sc, String m) {}",
        "@Override public void setStatus(int sc) {}"
            + "@Override public void sendRedirect(String to) {}"
            + REDIRECT,
        "@Override public ServletOutputStream getOutputStream() { return null; }",
        "@Override public void setHeader(String name, String value) {}",
        "@Override public void setHeader(String name, String value) {}"
            + "@Override public void setIntHeader(String name, int value) {}"
            + "void addHeader(String name) {}",
      })
  void wrapper_thatLeavesAWay_isReported(String members) {
    check
        .addSourceLines(
            "Wrapper.java",
            IMPORTS,
            "// BUG: Diagnostic contains: overrides one way and leaves another",
            WRAPPER,
            members,
            "}")
        .doTest();
  }

  @Test
  void anonymousWrapper_isReported() {
    check
        .addSourceLines(
            "Filters.java",
            IMPORTS,
            "class Filters {",
            "  HttpServletResponse noting(HttpServletResponse response) {",
            "    // BUG: Diagnostic contains: setStatus without sendError",
            "    return new HttpServletResponseWrapper(response) {",
            "      @Override public void setStatus(int sc) { super.setStatus(sc); }",
            "    };",
            "  }",
            "}")
        .doTest();
  }

  @Test
  void plainWrapper_isReported() {
    check
        .addSourceLines(
            "Plain.java",
            IMPORTS,
            "// BUG: Diagnostic contains: getOutputStream without getWriter()",
            "class Plain extends ServletResponseWrapper {",
            "  Plain(ServletResponse response) { super(response); }",
            "  @Override public ServletOutputStream getOutputStream() { return null; }",
            "}")
        .doTest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Override public void setStatus(int sc) {}" + SENDERS + REDIRECT,
        "@Override public int getStatus() { return 1; }",
        "@Override public void sendError(int sc) {}",
        "@Override public ServletOutputStream getOutputStream() { return null; }"
            + "@Override public PrintWriter getWriter() { return null; }",
        "@Override public PrintWriter getWriter() { return null; }",
        "@Override public void setHeader(String name, String value) {}"
            + "@Override public void addHeader(String name, String value) {}",
        "@Override public void addHeader(String name, String value) {}",
        "void setStatus(String text) {} static class Inner { void setStatus(int sc) {} }",
        ""
      })
  void wrapper_thatIsWhole_isNotReported(String members) {
    check.addSourceLines("Wrapper.java", IMPORTS, WRAPPER, members, "}").doTest();
  }

  @Test
  void overriddenInASuperclass_isNotReported() {
    check
        .addSourceLines("Wrapper.java", IMPORTS, WRAPPER, SENDERS, REDIRECT, "}")
        .addSourceLines(
            "Noting.java",
            IMPORTS,
            "class Noting extends Wrapper {",
            "  Noting(HttpServletResponse response) { super(response); }",
            "  @Override public void setStatus(int sc) {}",
            "}")
        .doTest();
  }

  @Test
  void javaxWrapper_hasOneRedirect_isNotReported() {
    Stubs.javaxServlet(check)
        .addSourceLines(
            "Wrapper.java",
            IMPORTS.replace("jakarta", "javax"),
            WRAPPER,
            "@Override public void setStatus(int sc) {}",
            SENDERS,
            "}")
        .doTest();
  }

  @Test
  void javaxWrapper_isReported() {
    Stubs.javaxServlet(check)
        .addSourceLines(
            "Wrapper.java",
            IMPORTS.replace("jakarta", "javax"),
            "// BUG: Diagnostic contains: sendRedirect(java.lang.String)",
            WRAPPER,
            "@Override public void setStatus(int sc) {}",
            "}")
        .doTest();
  }

  @Test
  void fix_addsWhatSendsAStatus() {
    String before =
        """
        import jakarta.servlet.http.HttpServletResponse;
        import jakarta.servlet.http.HttpServletResponseWrapper;

        class Wrapper extends HttpServletResponseWrapper {
          private int status = 200;

          Wrapper(HttpServletResponse response) {
            super(response);
          }

          @Override
          public void setStatus(int sc) {
            status = sc;
            super.setStatus(sc);
          }
        %s}
        """;
    fixed(
        before.formatted(""),
        before
            .formatted(
                """

                  @Override
                  public void sendError(int sc) throws IOException {
                    setStatus(sc);
                    super.sendError(sc);
                  }

                  @Override
                  public void sendError(int sc, String message) throws IOException {
                    setStatus(sc);
                    super.sendError(sc, message);
                  }

                  @Override
                  public void sendRedirect(String location) throws IOException {
                    setStatus(HttpServletResponse.SC_FOUND);
                    super.sendRedirect(location);
                  }

                  @Override
                  public void sendRedirect(String location, boolean clearBuffer)
                      throws IOException {
                    setStatus(HttpServletResponse.SC_FOUND);
                    super.sendRedirect(location, clearBuffer);
                  }

                  @Override
                  public void sendRedirect(String location, int sc) throws IOException {
                    setStatus(sc);
                    super.sendRedirect(location, sc);
                  }

                  @Override
                  public void sendRedirect(String location, int sc, boolean clearBuffer)
                      throws IOException {
                    setStatus(sc);
                    super.sendRedirect(location, sc, clearBuffer);
                  }
                """)
            .replace(
                "HttpServletResponseWrapper;",
                "HttpServletResponseWrapper;\nimport java.io.IOException;"));
  }

  @Test
  void fix_addHeaderDoesWhatSetHeaderDoes() {
    String before =
        """
        import jakarta.servlet.http.*;

        class Wrapper extends HttpServletResponseWrapper {
          Wrapper(HttpServletResponse response) {
            super(response);
          }

          @Override
          public void setHeader(String name, String value) {
            super.setHeader(name, value.strip());
          }
        %s}
        """;
    fixed(
        before.formatted(""),
        before.formatted(
            """
              @Override
              public void addHeader(String name, String value) {
                super.addHeader(name, value.strip());
              }
            """));
  }

  @Test
  void fix_ofAWriter_isNone() {
    String code =
        IMPORTS
            + WRAPPER
            + "@Override public ServletOutputStream getOutputStream() { return null; } }";
    Checked.fixedBy(ResponseWrapperIncomplete.class)
        .addInputLines("Wrapper.java", code)
        .expectUnchanged()
        .doTest();
  }

  private void fixed(String before, String after) {
    Checked.fixedBy(ResponseWrapperIncomplete.class)
        .addInputLines("Wrapper.java", before)
        .addOutputLines("Wrapper.java", after)
        .doTest(TestMode.AST_MATCH);
    check.addSourceLines("Wrapper.java", after).doTest();
  }
}
