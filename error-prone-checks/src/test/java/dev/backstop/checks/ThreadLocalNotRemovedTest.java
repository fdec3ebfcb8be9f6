package dev.backstop.checks;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadLocalNotRemovedTest {
  private static final String CHAIN = " chain.doFilter(request, response); ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TENANT.set(\"a\");" + CHAIN,
        "TENANT.set(\"a\");" + CHAIN + "TENANT.remove();",
        "TENANT.set(\"a\"); try {" + CHAIN + "} finally { USER.remove(); }",
        "TENANT.set(\"a\"); try {" + CHAIN + "TENANT.remove(); } finally { log(); }",
        "TENANT.set(\"a\"); if (request.isAsyncStarted()) { return; } try {"
            + CHAIN
            + "} finally { TENANT.remove(); }",
        "Users.TENANT.set(\"a\"); try {"
            + CHAIN
            + "} catch (RuntimeException e) { TENANT.remove(); throw e; }",
        "if (request.isAsyncStarted()) { TENANT.set(\"a\"); }" + CHAIN,
        "try { TENANT.set(\"a\"); } finally { TENANT.remove(); } TENANT.set(\"b\");" + CHAIN,
        "RequestContextHolder.setRequestAttributes(new Object());" + CHAIN,
        "LocaleContextHolder.setLocale(Locale.UK);"
            + CHAIN
            + "LocaleContextHolder.resetLocaleContext();",
      })
  void notTakenBackInFinally_isReported(String code) {
    filter("// BUG: Diagnostic contains: in a finally", code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TENANT.set(\"a\"); try {" + CHAIN + "} finally { TENANT.remove(); }",
        "try { TENANT.set(\"a\");" + CHAIN + "} finally { TENANT.remove(); }",
        "try { TENANT.set(\"a\");" + CHAIN + "} finally { TENANT.set(null); }",
        "String old = TENANT.get(); TENANT.set(\"a\"); try {"
            + CHAIN
            + "} finally { TENANT.set(old); }",
        "Users.TENANT.set(\"a\"); try {" + CHAIN + "} finally { this.forget(); }",
        "Holder.set(\"a\"); try {" + CHAIN + "} finally { Holder.clear(); }",
        "TENANT.set(null);" + CHAIN,
        "if (request.isAsyncStarted()) {"
            + CHAIN
            + "} else { TENANT.set(\"a\"); try {"
            + CHAIN
            + "} finally { TENANT.remove(); } }",
        "LocaleContextHolder.setLocale(Locale.UK); try {"
            + CHAIN
            + "} finally { LocaleContextHolder.resetLocaleContext(); }",
        "log(TENANT.get());" + CHAIN,
        "own.set(\"a\");" + CHAIN,
      })
  void takenBackInFinally_isNotReported(String code) {
    filter("", code);
  }

  private static void filter(String expected, String code) {
    for (String namespace : List.of("jakarta", "javax")) {
      Libraries.add(
              Libraries.add(
                  Libraries.servlet(Checked.by(ThreadLocalNotRemoved.class)),
                  "org.springframework.web.context.request",
                  "public class RequestContextHolder { public static void setRequestAttributes(Object"
                      + " it) { } public static void resetRequestAttributes() { } }"),
              "org.springframework.context.i18n",
              "public class LocaleContextHolder { public static void setLocale(java.util.Locale it)"
                  + " { } public static void resetLocaleContext() { } }")
          .addSourceLines(
              "Users.java",
              """
              import NAMESPACE.servlet.*;
              import java.io.IOException;
              import java.util.Locale;
              import java.util.concurrent.atomic.AtomicReference;
              import org.springframework.context.i18n.LocaleContextHolder;
              import org.springframework.web.context.request.RequestContextHolder;

              class Users implements Filter {
                static final ThreadLocal<String> TENANT = new ThreadLocal<>();
                static final ThreadLocal<String> USER = ThreadLocal.withInitial(() -> "");
                final AtomicReference<String> own = new AtomicReference<>();

                @Override
                public void doFilter(
                    ServletRequest request, ServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                  EXPECTED
                  CODE
                }

                void forget() {
                  TENANT.remove();
                }

                void log(Object... it) {}
              }

              class Holder {
                private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

                static void set(String value) {
                  CURRENT.set(value);
                }

                static void clear() {
                  CURRENT.remove();
                }
              }
              """
                  .replace("NAMESPACE", namespace)
                  .replace("EXPECTED", expected)
                  .replace("CODE", code))
          .doTest();
    }
  }

  @Test
  void setByAFilterInAField_isReported() {
    Checked.by(ThreadLocalNotRemoved.class)
        .addSourceLines(
            "Filters.java",
            """
            import jakarta.servlet.Filter;
            import org.slf4j.MDC;

            class Filters {
              private static final ThreadLocal<String> USER = new ThreadLocal<>();

              final Filter wrong =
                  (request, response, chain) -> {
                    // BUG: Diagnostic contains: ThreadLocalNotRemoved
                    USER.set("a");
                    chain.doFilter(request, response);
                  };

              final Filter right =
                  (request, response, chain) -> {
                    USER.set("a");
                    try {
                      chain.doFilter(request, response);
                    } finally {
                      USER.remove();
                    }
                  };

              final Runnable other = () -> MDC.put("a", "b");
            }
            """)
        .doTest();
  }
}
