package dev.backstop.checks;

import com.google.errorprone.BugCheckerRefactoringTestHelper.TestMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MdcPutNotRemovedTest {
  private static final String CHAIN = " chain.doFilter(request, response); ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MDC.put(\"user\", user);" + CHAIN,
        "MDC.put(\"user\", user);" + CHAIN + "MDC.remove(\"user\");",
        "MDC.put(\"user\", user);" + CHAIN + "MDC.clear();",
        "MDC.put(\"user\", user); try {" + CHAIN + "} finally { MDC.remove(\"tenant\"); }",
        "MDC.put(\"user\", user); try {" + CHAIN + "MDC.remove(\"user\"); } finally { log(); }",
        "MDC.put(\"user\", user); try {"
            + CHAIN
            + "} catch (RuntimeException e) {"
            + " MDC.remove(\"user\"); }",
        "MDC.put(\"user\", user); if (user == null) { return; } try {"
            + CHAIN
            + "} finally { MDC.remove(\"user\"); }",
        "MDC.put(\"user\", user);" + CHAIN + "try { log(); } finally { MDC.clear(); }",
        "MDC.put(USER, user); try {" + CHAIN + "} finally { MDC.remove(TENANT); }",
        "if (user != null) { MDC.put(\"user\", user); }" + CHAIN,
        "ThreadContext.put(\"user\", user);" + CHAIN,
        "org.apache.logging.log4j.ThreadContext.push(user);" + CHAIN,
        "try {" + CHAIN + "} finally { MDC.put(\"status\", \"200\"); log(); }",
        "cleanups.register(\"log\", outcome -> { MDC.put(\"status\", \"2\"); log(); });",
        "cleanups.register(\"log\", outcome -> { MDC.put(\"a\", \"2\"); log(); MDC.remove(\"a\"); });",
        "Optional.of(user).ifPresent(name -> MDC.put(\"user\", name));" + CHAIN,
      })
  void notRemovedInFinally_isReported(String code) {
    filter(List.of(), "// BUG: Diagnostic contains: in a finally", code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MDC.put(\"user\", user); try {" + CHAIN + "} finally { MDC.remove(\"user\"); }",
        "try { MDC.put(\"user\", user);" + CHAIN + "} finally { MDC.remove(\"user\"); }",
        "try { MDC.put(\"user\", user);" + CHAIN + "} finally { MDC.clear(); }",
        "try { MDC.put(USER, user);" + CHAIN + "} finally { MDC.remove(USER); }",
        "try { MDC.put(USER, user);" + CHAIN + "} finally { MDC.remove(\"user\"); }",
        "try (MDC.MDCCloseable field = MDC.putCloseable(\"user\", user)) {" + CHAIN + "}",
        "Map<String, String> before = MDC.getCopyOfContextMap(); MDC.put(\"user\", user); try {"
            + CHAIN
            + "} finally { MDC.setContextMap(before); }",
        "String old = MDC.get(\"user\"); MDC.put(\"user\", user); try {"
            + CHAIN
            + "} finally { if (old == null) { MDC.remove(\"user\"); } else {"
            + " MDC.put(\"user\", old); } }",
        "MDC.put(\"user\", user); MDC.put(\"tenant\", user); try {"
            + CHAIN
            + "} finally { for (String key : KEYS) { MDC.remove(key); } }",
        "MDC.put(\"user\", user); try {" + CHAIN + "} finally { KEYS.forEach(MDC::remove); }",
        "MDC.put(\"user\", user); try {" + CHAIN + "} finally { forget(); }",
        "MDC.put(\"user\", user); try {" + CHAIN + "} finally { MdcKeys.clearAll(); }",
        "ThreadContext.put(\"user\", user); try {"
            + CHAIN
            + "} finally { ThreadContext.clearMap(); }",
        "if (user != null) { MDC.put(\"user\", user); } try {"
            + CHAIN
            + "} finally { MDC.remove(\"user\"); }",
        "try {"
            + CHAIN
            + "} finally { MDC.put(\"status\", \"2\"); log(); MDC.remove(\"status\"); }",
        "cleanups.register(\"log\", outcome -> { try { MDC.put(\"a\", \"2\"); log(); }"
            + " finally { MDC.remove(\"a\"); } });",
        "Optional.of(user).ifPresent(name -> MDC.put(\"user\", name)); try {"
            + CHAIN
            + "} finally { MDC.clear(); }",
        "if (user == null) {"
            + CHAIN
            + "return; } MDC.put(\"user\", user); try {"
            + CHAIN
            + "} finally { MDC.remove(\"user\"); }",
      })
  void removedInFinally_isNotReported(String code) {
    filter(List.of(), "", code);
  }

  /** Two fixes that end at the same place cannot both be applied: the second comes next. */
  @Test
  void fix_ofTwoPutsInOneBlock_mendsTheFirst() {
    Checked.fixedBy(MdcPutNotRemoved.class)
        .addInputLines(
            "Users.java",
            """
            import jakarta.servlet.*;
            import java.io.IOException;
            import org.slf4j.MDC;

            class Users implements Filter {
              @Override
              public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                  throws IOException, ServletException {
                MDC.put("one", "1");
                MDC.put("two", "2");
                chain.doFilter(request, response);
              }
            }
            """)
        .addOutputLines(
            "Users.java",
            """
            import jakarta.servlet.*;
            import java.io.IOException;
            import org.slf4j.MDC;

            class Users implements Filter {
              @Override
              public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                  throws IOException, ServletException {
                try (MDC.MDCCloseable oneField = MDC.putCloseable("one", "1")) {
                  MDC.put("two", "2");
                  chain.doFilter(request, response);
                }
              }
            }
            """)
        .doTest(TestMode.AST_MATCH);
  }

  @Test
  void putByAHelper_removedBehindTheChain_isReported() {
    helper(
        "// BUG: Diagnostic contains: in a finally",
        "enrich(request); chain.doFilter(request, response); forget();");
  }

  @Test
  void putByAHelper_removedInFinally_isNotReported() {
    helper("", "enrich(request); try { chain.doFilter(request, response); } finally { forget(); }");
  }

  @Test
  void putOutsideOfFilters_isNotReported() {
    Checked.by(MdcPutNotRemoved.class)
        .addSourceLines(
            "Worker.java",
            """
            class Worker implements Runnable {
              @Override
              public void run() {
                org.slf4j.MDC.put("worker", "1");
              }
            }
            """)
        .doTest();
  }

  @Test
  void putInsideOfAClearingFilter_isNotReported() {
    filter(
        List.of("-XepOpt:Backstop:ClearingFilter=com.example.Clearing"),
        "",
        "MDC.put(\"user\", user);" + CHAIN);
  }

  @Test
  void putOfTheClearingFilterItself_isReported() {
    filter(
        List.of("-XepOpt:Backstop:ClearingFilter=a.B,Users"),
        "// BUG: Diagnostic contains: in a finally",
        "MDC.put(\"user\", user);" + CHAIN);
  }

  @Test
  void fix_slf4j_closesInTryWithResources() {
    fixed(
        "org.slf4j.MDC",
        "MDC.put(\"user\", name); chain.doFilter(request, response); MDC.remove(\"user\");",
        "try (MDC.MDCCloseable userField = MDC.putCloseable(\"user\", name)) {"
            + " chain.doFilter(request, response); }");
  }

  @Test
  void fix_log4j_removesInFinally() {
    fixed(
        "org.apache.logging.log4j.ThreadContext",
        "ThreadContext.put(\"user\", name); chain.doFilter(request, response);",
        "ThreadContext.put(\"user\", name); try { chain.doFilter(request, response); }"
            + " finally { ThreadContext.remove(\"user\"); }");
  }

  /** The mended code is right for the rule, too. */
  private static void fixed(String context, String wrong, String right) {
    String before = withContext(context, wrong);
    String after = withContext(context, right);
    Checked.fixedBy(MdcPutNotRemoved.class)
        .addInputLines("ThreadContext.java", Libraries.THREAD_CONTEXT)
        .expectUnchanged()
        .addInputLines("Users.java", before)
        .addOutputLines("Users.java", after)
        .doTest();
    Libraries.log4j(Checked.by(MdcPutNotRemoved.class))
        .addSourceLines("Users.java", after)
        .doTest();
  }

  private static String withContext(String context, String code) {
    return """
    import jakarta.servlet.*;
    import java.io.IOException;
    import CONTEXT;

    class Users implements Filter {
      @Override
      public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
          throws IOException, ServletException {
        String name = request.getParameter("user");
        CODE
      }
    }
    """
        .replace("CONTEXT", context)
        .replace("CODE", code);
  }

  private static void helper(String expected, String code) {
    Checked.by(MdcPutNotRemoved.class)
        .addSourceLines(
            "Users.java",
            """
            import jakarta.servlet.*;
            import jakarta.servlet.http.*;
            import java.io.IOException;
            import org.slf4j.MDC;

            class Users extends HttpFilter {
              @Override
              protected void doFilter(
                  HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                  throws IOException, ServletException {
                CODE
              }

              private static void enrich(HttpServletRequest request) {
                EXPECTED
                MDC.put("user", request.getRemoteUser());
              }

              private static void forget() {
                MDC.remove("user");
              }
            }
            """
                .replace("EXPECTED", expected)
                .replace("CODE", code))
        .doTest();
  }

  private static void filter(List<String> arguments, String expected, String code) {
    for (String namespace : List.of("jakarta", "javax")) {
      Libraries.add(
              Libraries.log4j(Libraries.servlet(Checked.by(MdcPutNotRemoved.class, arguments))),
              "mdc",
              "public class MdcKeys { public static void clearAll() { } }")
          .addSourceLines(
              "Users.java",
              """
              import NAMESPACE.servlet.*;
              import dev.backstop.cleanup.*;
              import java.io.IOException;
              import java.util.*;
              import mdc.MdcKeys;
              import org.apache.logging.log4j.ThreadContext;
              import org.slf4j.MDC;

              class Users implements Filter {
                static final String USER = "user";
                static final String TENANT = "tenant";
                static final List<String> KEYS = List.of(USER, TENANT);
                CleanupRegistry cleanups;

                @Override
                public void doFilter(
                    ServletRequest request, ServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                  String user = request.getParameter("user");
                  EXPECTED
                  CODE
                }

                void forget() {
                  MDC.remove(USER);
                }

                void log() {}
              }
              """
                  .replace("NAMESPACE", namespace)
                  .replace("EXPECTED", expected)
                  .replace("CODE", code))
          .doTest();
    }
  }

  @Test
  void putByAFilterInAField_isReported() {
    Checked.by(MdcPutNotRemoved.class)
        .addSourceLines(
            "Filters.java",
            """
            import jakarta.servlet.Filter;
            import org.slf4j.MDC;

            class Filters {
              private static final ThreadLocal<String> USER = new ThreadLocal<>();

              final Filter wrong =
                  (request, response, chain) -> {
                    // BUG: Diagnostic contains: MdcPutNotRemoved
                    MDC.put("a", "b");
                    chain.doFilter(request, response);
                  };

              final Filter right =
                  (request, response, chain) -> {
                    MDC.put("a", "b");
                    try {
                      chain.doFilter(request, response);
                    } finally {
                      MDC.remove("a");
                    }
                  };

              final Runnable other = () -> MDC.put("a", "b");
            }
            """)
        .doTest();
  }

  @Test
  void fix_whereTheChainIsNotInTheRestOfTheBlock_isNotOffered() {
    Checked.fixedBy(MdcPutNotRemoved.class)
        .addInputLines(
            "Users.java",
            withContext(
                "org.slf4j.MDC",
                "if (name != null) { MDC.put(\"user\", name); System.out.println(name); }"
                    + " chain.doFilter(request, response);"))
        .expectUnchanged()
        .doTest();
  }
}
