package dev.backstop.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartAsyncUnboundedTest {
  @Test
  void startAsync_withoutLimitAndListener_isReported() {
    Checked.by(StartAsyncUnbounded.class)
        .addSourceLines(
            "Reports.java",
            """
            import jakarta.servlet.AsyncContext;
            import jakarta.servlet.http.HttpServlet;
            import jakarta.servlet.http.HttpServletRequest;
            import jakarta.servlet.http.HttpServletResponse;

            class Reports extends HttpServlet {
              @Override
              protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                // BUG: Diagnostic contains: startAsync() without setTimeout()
                AsyncContext async = request.startAsync();
                async.start(async::complete);
              }
            }
            """)
        .doTest();
  }

  @Test
  void startAsync_withLimitAndListener_isNotReported() {
    Checked.by(StartAsyncUnbounded.class)
        .addSourceLines(
            "Reports.java",
            """
            import jakarta.servlet.AsyncContext;
            import jakarta.servlet.AsyncListener;
            import jakarta.servlet.http.HttpServlet;
            import jakarta.servlet.http.HttpServletRequest;
            import jakarta.servlet.http.HttpServletResponse;

            class Reports extends HttpServlet {
              private AsyncListener listener;

              @Override
              protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                AsyncContext async = request.startAsync();
                async.setTimeout(1_000);
                async.addListener(listener);
                async.start(async::complete);
              }
            }
            """)
        .doTest();
  }

  @Test
  void startAsync_passedOnByAWrapper_isNotReported() {
    Checked.by(StartAsyncUnbounded.class)
        .addSourceLines(
            "Wrapper.java",
            """
            import jakarta.servlet.AsyncContext;
            import jakarta.servlet.http.HttpServletRequest;
            import jakarta.servlet.http.HttpServletRequestWrapper;

            class Wrapper extends HttpServletRequestWrapper {
              Wrapper(HttpServletRequest request) {
                super(request);
              }

              @Override
              public AsyncContext startAsync() {
                return getRequest().startAsync();
              }
            }
            """)
        .doTest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.startAsync();",
        "request.startAsync(request, response).setTimeout(1);",
        "request.startAsync().addListener(listener);",
        "var async = request.startAsync(); executor.execute(() -> reply(async));",
        """
        AsyncContext one = request.startAsync();
        one.setTimeout(1);
        one.addListener(listener);
        // BUG: Diagnostic contains: StartAsyncUnbounded
        AsyncContext two = request.startAsync();
        two.start(two::complete);
        """,
        "AsyncContext async = request.startAsync(); async.setTimeout(1);"
            + " new Thread(() -> reply(async)).start();",
        "executor.execute(() -> { AsyncContext inner = request.startAsync(); inner.complete(); });",
        "if (request.isAsyncSupported()) { kept = request.startAsync(); }"
      })
  void startAsync_unbounded_isReported(String body) {
    String marked =
        body.contains("BUG") ? body : "// BUG: Diagnostic contains: startAsync()\n" + body;
    check("Reports", "", marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AsyncContext async = request.startAsync(); async.setTimeout(1);"
            + " async.addListener(listener); async.start(async::complete);",
        "request.startAsync(); request.getAsyncContext().setTimeout(1);"
            + " request.getAsyncContext().addListener(listener);",
        "bound(request.startAsync());",
        "AsyncContext async = request.startAsync(); bound(async); executor.execute(async::complete);",
        "kept = request.startAsync(); kept.setTimeout(1); kept.addListener(listener);",
        "java.util.function.Supplier<AsyncContext> later = () -> request.startAsync();",
        "java.util.function.Supplier<AsyncContext> later = request::startAsync;",
        "request.isAsyncStarted();"
      })
  void startAsync_boundedOrPassedOn_isNotReported(String body) {
    check(
        "Reports",
        "",
        body,
        body.contains("bound(")
            ? "void bound(AsyncContext it) { it.setTimeout(1); it.addListener(listener); }"
            : "");
  }

  @Test
  void startAsync_inATestOrAContainer_isNotReported() {
    check("ReportsTest", "", "request.startAsync();");
    check("Reports", "package org.apache.catalina.core;", "request.startAsync();");
  }

  @Test
  void startAsync_returnedToTheCaller_isNotReported() {
    check("Reports", "", "", "AsyncContext begun(HttpServletRequest r) { return r.startAsync(); }");
  }

  @Test
  void startAsync_ofJavaxRequest_isReported() {
    Stubs.javaxServlet(Checked.by(StartAsyncUnbounded.class))
        .addSourceLines(
            "Probe.java",
            FilterSource.javax(
                """
                // BUG: Diagnostic contains: StartAsyncUnbounded
                request.startAsync();
                chain.doFilter(request, response);
                """))
        .doTest();
  }

  private static void check(String name, String inPackage, String body, String... members) {
    Checked.by(StartAsyncUnbounded.class)
        .addSourceLines(
            name + ".java",
            inPackage,
            "import jakarta.servlet.*;",
            "import jakarta.servlet.http.*;",
            "import java.util.concurrent.Executor;",
            "class " + name + " extends HttpServlet {",
            "  AsyncListener listener; Executor executor; AsyncContext kept;",
            "  void reply(AsyncContext async) {}",
            String.join("\n", members),
            "  @Override protected void doGet(",
            "      HttpServletRequest request, HttpServletResponse response) {",
            body,
            "  }",
            "}")
        .doTest();
  }
}
