package dev.backstop.checks;

import com.google.errorprone.BugCheckerRefactoringTestHelper.TestMode;
import com.google.errorprone.CompilationTestHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusReadInFinallyTest {
  private final CompilationTestHelper check = Checked.by(StatusReadInFinally.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        try {
          chain.doFilter(request, response);
        } finally {
          // BUG: Diagnostic contains: it is still 200
          log.info("{}", response.getStatus());
        }
        """,
        """
        long start = System.nanoTime();
        try {
          chain.doFilter(request, response);
        } catch (IOException | ServletException e) {
          throw e;
        } finally {
          // BUG: Diagnostic contains: around the chain (line 21)
          int status = response.getStatus();
          if (status >= 500) {
            log.warn("{} {}", status, System.nanoTime() - start);
          }
        }
        """,
        """
        try (Closeable resource = () -> {}) {
          executor.submit(
              () -> {
                chain.doFilter(request, response);
                return null;
              });
        } finally {
          // BUG: Diagnostic contains: StatusReadInFinally
          Optional.of(log).ifPresent(l -> l.info("{}", response.getStatus()));
        }
        """,
        """
        try {
          try {
            chain.doFilter(request, response);
          } finally {
            log.info("left");
          }
        } finally {
          try {
            log.info("right");
          } finally {
            // BUG: Diagnostic contains: StatusReadInFinally
            log.info("{}", response.getStatus());
          }
        }
        """,
        """
        Capturing capturing = new Capturing(response);
        try {
          chain.doFilter(request, capturing);
        } finally {
          // BUG: Diagnostic contains: StatusReadInFinally
          log.info("{}", capturing.getStatusCode());
        }
        """,
        """
        try {
          super.doFilter(request, response, chain);
        } finally {
          // BUG: Diagnostic contains: StatusReadInFinally
          report(request, response);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          java.util.function.IntSupplier status;
          // BUG: Diagnostic contains: StatusReadInFinally
          status = response::getStatus;
          log.info("{}", status.getAsInt());
        }
        """,
        """
        Runnable end = () -> log.info("{}", response.getStatus());
        try {
          chain.doFilter(request, response);
        } finally {
          // BUG: Diagnostic contains: StatusReadInFinally
          end.run();
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          if (request.isAsyncStarted()) {
            log.info("later");
          } else {
            // BUG: Diagnostic contains: StatusReadInFinally
            executor.execute(() -> log.info("{}", response.getStatus()));
          }
        }
        """,
        """
        try {
          try {
            chain.doFilter(request, response);
          } finally {
            // BUG: Diagnostic contains: StatusReadInFinally
            log.info("{}", ((HttpServletResponse) response).getStatus());
          }
        } catch (RuntimeException e) {
          response.sendError(503);
        }
        """
      })
  void status_readInFinallyAroundTheChain_isReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, MEMBERS)).doTest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        int status = 500;
        try {
          chain.doFilter(request, response);
          status = response.getStatus();
        } finally {
          log.info("{}", status);
        }
        """,
        """
        boolean thrown = false;
        try {
          chain.doFilter(request, response);
        } catch (Throwable e) {
          thrown = true;
          throw e;
        } finally {
          log.info("{}", thrown ? 500 : response.getStatus());
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
          log.info("failed", e);
          throw e;
        } finally {
          log.info("{}", response.getStatus());
        }
        """,
        """
        try {
          try {
            chain.doFilter(request, response);
          } catch (Exception e) {
            response.sendError(500);
          }
        } finally {
          log.info("{}", response.getStatus());
        }
        """,
        """
        boolean returned = false;
        try {
          chain.doFilter(request, response);
          returned = true;
        } finally {
          log.info("{}", returned ? response.getStatus() : 500);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          if (response.isCommitted()) {
            log.info("{}", response.getStatus());
          }
        }
        """,
        """
        chain.doFilter(request, response);
        try {
          log.info("done");
        } finally {
          log.info("{}", response.getStatus());
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          onEnd(() -> log.info("{}", response.getStatus()));
        }
        """,
        """
        try {
          chain.doFilter(request, response);
        } finally {
          request.getAsyncContext().addListener(
              new AsyncListener() {
                @Override public void onComplete(AsyncEvent event) {
                  log.info("{}", response.getStatus());
                }
                @Override public void onTimeout(AsyncEvent event) {}
                @Override public void onError(AsyncEvent event) {}
                @Override public void onStartAsync(AsyncEvent event) {}
              });
        }
        """,
        """
        Exchange.of(request).cleanups().register("log", o -> log.info("{}", o.status()));
        try {
          chain.doFilter(request, response);
        } finally {
          log.info("{} {}", request.getMethod(), response.getHeader("a"));
        }
        """
      })
  void status_knownToBeTheClients_isNotReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, MEMBERS)).doTest();
  }

  private static final String MEMBERS =
      """
      void onEnd(Runnable task) {}

      private static void report(HttpServletRequest rq, HttpServletResponse rs) {
        log.info("{} {}", rq.getMethod(), rs.getStatus());
      }

      static class Capturing extends HttpServletResponseWrapper {
        Capturing(HttpServletResponse response) {
          super(response);
        }

        int getStatusCode() {
          return getStatus();
        }
      }
      """;

  @Test
  void status_ofJavaxResponse_isReported() {
    Stubs.javaxServlet(check)
        .addSourceLines(
            "Probe.java",
            FilterSource.javax(
                """
                try {
                  chain.doFilter(request, response);
                } finally {
                  // BUG: Diagnostic contains: StatusReadInFinally
                  log.info("{}", response.getStatus());
                }
                """))
        .doTest();
  }

  @Test
  void fix_logOfOutcome_isACleanup() {
    fixed(
        """
        long start = System.nanoTime();
        try {
          chain.doFilter(request, response);
        } finally {
          log.info("{} {} {}", request.getMethod(), request.getRequestURI(), response.getStatus());
        }
        """,
        """
        long start = System.nanoTime();
        Exchange.of(request).cleanups().register("status",
            outcome -> log.info("{} {} {}", outcome.method(), outcome.path(), outcome.status()));
        chain.doFilter(request, response);
        """);
  }

  @Test
  void fix_variableAndItsUses_moveTogetherAndTheRestStays() {
    fixed(
        """
        try {
          chain.doFilter(request, response);
        } catch (IOException e) {
          throw e;
        } finally {
          int status = response.getStatus();
          log.info("{}", status);
          log.info("left by {}", request);
        }
        """,
        """
        Exchange.of(request).cleanups().register("status", outcome -> {
          int status = outcome.status();
          log.info("{}", status);
        });
        try {
          chain.doFilter(request, response);
        } catch (IOException e) {
          throw e;
        } finally {
          log.info("left by {}", request);
        }
        """);
  }

  @Test
  void fix_whatTheOutcomeDoesNotKnow_staysInTheFinally() {
    String needsRequest =
        """
        try {
          chain.doFilter(request, response);
        } finally {
          log.info("{} {}", request.getHeader("a"), response.getStatus());
        }
        """;
    fixed(needsRequest, needsRequest);
    String needsVariable =
        """
        int tries = 0;
        try {
          tries++;
          chain.doFilter(request, response);
        } finally {
          log.info("{} {}", tries, response.getStatus());
        }
        """;
    fixed(needsVariable, needsVariable);
  }

  private static void fixed(String before, String after) {
    Checked.fixedBy(StatusReadInFinally.class)
        .addInputLines("Probe.java", FilterSource.of(before))
        .addOutputLines("Probe.java", FilterSource.of(after))
        .doTest(TestMode.AST_MATCH);
    Checked.by(StatusReadInFinally.class)
        .addSourceLines(
            "Probe.java",
            before.equals(after)
                ? FilterSource.of("chain.doFilter(request, response);")
                : FilterSource.of(after))
        .doTest();
  }

  @Test
  void status_readByAHelperThroughACastOrAPattern_isReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                try {
                  chain.doFilter(request, response);
                } finally {
                  // BUG: Diagnostic contains: StatusReadInFinally
                  cast(response);
                }
                try {
                  chain.doFilter(request, response);
                } finally {
                  // BUG: Diagnostic contains: StatusReadInFinally
                  match(response);
                }
""",
"""
                private static void cast(ServletResponse any) {
                  HttpServletResponse answer = (HttpServletResponse) any;
                  log.info("{}", answer.getStatus());
                }

                private static void match(ServletResponse any) {
                  if (any instanceof HttpServletResponse answer) {
                    log.info("{}", answer.getStatus());
                  }
                }
"""))
        .doTest();
  }

  @Test
  void status_readByAHelperThatIsToldHowTheChainEnded_isNotReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                boolean returned = false;
                try {
                  chain.doFilter(request, response);
                  returned = true;
                } finally {
                  count(response, returned);
                }
""",
"""
                private static void count(HttpServletResponse answer, boolean returned) {
                  log.info("{}", returned ? answer.getStatus() : 500);
                }
"""))
        .doTest();
  }

  @Test
  void status_readByWhatAHelperRegisters_isNotReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                try {
                  chain.doFilter(request, response);
                } finally {
                  listen(request, response);
                }
""",
"""
                private static void listen(HttpServletRequest asked, HttpServletResponse answer) {
                  asked
                      .getAsyncContext()
                      .addListener(
                          new AsyncListener() {
                            @Override public void onComplete(AsyncEvent event) {
                              log.info("{}", answer.getStatus());
                            }
                            @Override public void onTimeout(AsyncEvent event) {}
                            @Override public void onError(AsyncEvent event) {}
                            @Override public void onStartAsync(AsyncEvent event) {}
                          });
                }
"""))
        .doTest();
  }

  @Test
  void status_suppressedOnTheVariable_isNotReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
"""
                try {
                  chain.doFilter(request, response);
                } finally {
                  @SuppressWarnings("StatusReadInFinally")
                  int status = response.getStatus();
                  log.info("{}", status);
                }
"""))
        .doTest();
  }

  @Test
  void fix_namesThatAreTaken_areNotUsedAgain() {
    fixed(
        """
        String outcome = "a";
        String ended = "b";
        try {
          chain.doFilter(request, response);
        } finally {
          log.info(outcome + ended + response.getStatus());
        }
        """,
        """
        String outcome = "a";
        String ended = "b";
        Exchange.of(request)
            .cleanups()
            .register(
                "status", endedOutcome -> log.info(outcome + ended + endedOutcome.status()));
        chain.doFilter(request, response);
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        boolean[] returned = {false};
        try {
          chain.doFilter(request, response);
          returned[0] = true;
        } finally {
          if (returned[0]) {
            log.info("{}", response.getStatus());
          }
        }
        """,
        """
        java.util.concurrent.atomic.AtomicBoolean returned =
            new java.util.concurrent.atomic.AtomicBoolean();
        try {
          chain.doFilter(request, response);
          returned.set(true);
        } finally {
          log.info("{}", returned.get() ? response.getStatus() : 500);
        }
        """,
        """
        try {
          chain.doFilter(request, response);
          this.returned = true;
        } finally {
          if (this.returned) {
            log.info("{}", response.getStatus());
          }
        }
        """,
        """
        boolean returned = false;
        try {
          chain.doFilter(request, response);
          returned = true;
        } finally {
          boolean failed = !returned;
          log.info("{}", failed ? 500 : response.getStatus());
        }
        """,
      })
  void status_readWhereAnyFlagSaysThatTheChainReturned_isNotReported(String body) {
    check.addSourceLines("Probe.java", FilterSource.of(body, "private boolean returned;")).doTest();
  }

  @Test
  void status_readWhereAFlagWasSetBeforeTheChain_isReported() {
    check
        .addSourceLines(
            "Probe.java",
            FilterSource.of(
                """
                boolean[] begun = {false};
                try {
                  begun[0] = true;
                  chain.doFilter(request, response);
                } finally {
                  if (begun[0]) {
                    // BUG: Diagnostic contains: StatusReadInFinally
                    log.info("{}", response.getStatus());
                  }
                }
                """))
        .doTest();
  }

  @Test
  void read_behindAConditionThatLeaves_isNotReported() {
    Checked.by(StatusReadInFinally.class)
        .addSourceLines(
            "Left.java",
            """
            import jakarta.servlet.FilterChain;
            import jakarta.servlet.ServletException;
            import jakarta.servlet.http.*;
            import java.io.IOException;

            class Left extends HttpFilter {
              @Override
              protected void doFilter(
                  HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                  throws IOException, ServletException {
                boolean returned = false;
                try {
                  chain.doFilter(request, response);
                  returned = true;
                } finally {
                  if (!returned) {
                    log("failed");
                    return;
                  }
                  log("status " + response.getStatus());
                }
              }

              void log(String text) {}
            }
            """)
        .doTest();
  }

  @Test
  void read_behindAConditionThatKnowsNothing_isReported() {
    Checked.by(StatusReadInFinally.class)
        .addSourceLines(
            "Quiet.java",
            """
            import jakarta.servlet.FilterChain;
            import jakarta.servlet.ServletException;
            import jakarta.servlet.http.*;
            import java.io.IOException;

            class Quiet extends HttpFilter {
              boolean quiet;

              @Override
              protected void doFilter(
                  HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                  throws IOException, ServletException {
                try {
                  chain.doFilter(request, response);
                } finally {
                  if (quiet) {
                    return;
                  }
                  // BUG: Diagnostic contains: StatusReadInFinally
                  log("status " + response.getStatus());
                }
              }

              void log(String text) {}
            }
            """)
        .doTest();
  }
}
