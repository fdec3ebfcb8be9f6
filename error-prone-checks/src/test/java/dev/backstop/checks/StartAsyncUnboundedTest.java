package dev.backstop.checks;

import org.junit.jupiter.api.Test;

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
}
