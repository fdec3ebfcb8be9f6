package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.CompilationTestHelper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorNotRecordedTest {
  @TempDir Path folder;

  private static final String HEAD =
      """
      import io.micrometer.observation.Observation;
      import io.micrometer.observation.ObservationRegistry;
      import io.opentelemetry.api.trace.Span;
      import io.opentelemetry.api.trace.StatusCode;
      import io.opentelemetry.api.trace.Tracer;
      import io.opentelemetry.context.Scope;
      import java.io.IOException;
      import java.io.UncheckedIOException;
      import java.util.Map;
      import org.slf4j.Logger;

      abstract class Traced {
        Tracer tracer;
        brave.Tracer brave;
        io.opentracing.Tracer opentracing;
        io.micrometer.tracing.Tracer micrometer;
        ObservationRegistry observations;
        Logger log;

        abstract String work() throws IOException;
      """;

  private static CompilationTestHelper checked(String methods, String... flags) {
    return Checked.by(ErrorNotRecorded.class, List.of(flags))
        .addSourceLines(
            "com/acme/Errors.java",
            """
            package com.acme;

            public class Errors {
              public static void record(Throwable error) {}

              public static void record(io.opentelemetry.api.trace.Span span, Throwable error) {}
            }
            """)
        .addSourceLines("Traced.java", HEAD + methods + "}");
  }

  @Test
  void error_thatTheSpanIsNotTold_isReported() {
    checked(
            """
            void logged() {
              Span span = tracer.spanBuilder("work").startSpan();
              try (Scope scope = span.makeCurrent()) {
                work();
                // BUG: Diagnostic contains: The IOException that is caught here is not recorded on span
              } catch (IOException e) {
                log.error("failed", e);
              } finally {
                span.end();
              }
            }

            String wrapped() {
              Span child = tracer.spanBuilder("work").startSpan();
              try {
                return work();
                // BUG: Diagnostic contains: is not recorded on child
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                child.end();
              }
            }

            String swallowed() {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                return work();
                // BUG: Diagnostic contains: The Exception that is caught here
              } catch (Exception e) {
                return "";
              } finally {
                span.end();
              }
            }

            void current() {
              try {
                Span.current().setAttribute("order", 1);
                work();
                // BUG: Diagnostic contains: is not recorded on the current span
              } catch (IOException e) {
                log.error("failed", e);
              }
            }

            void currentInALocal() {
              Span span = Span.current();
              span.setAttribute("order", 1);
              try {
                work();
                // BUG: Diagnostic contains: is not recorded on span
              } catch (IOException e) {
                log.error("failed", e);
              }
            }

            void brave() throws IOException {
              brave.Span span = brave.nextSpan().name("work").start();
              try {
                work();
                // BUG: Diagnostic contains: is not recorded on span
              } catch (RuntimeException | IOException e) {
                log.error("failed", e);
                throw e;
              } finally {
                span.finish();
              }
            }

            void opentracing() {
              io.opentracing.Span span = opentracing.buildSpan("work").start();
              try {
                work();
                // BUG: Diagnostic contains: is not recorded on span
              } catch (IOException e) {
                span.setTag("order", 1);
                log.error("failed", e);
              } finally {
                span.finish();
              }
            }

            void observation() {
              Observation observation = Observation.start("work", observations);
              try {
                work();
                // BUG: Diagnostic contains: is not recorded on observation
              } catch (Throwable e) {
                log.error("failed", e);
              }
              observation.stop();
            }

            void oneOfTwo() {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                work();
              } catch (IOException e) {
                span.recordException(e);
                // BUG: Diagnostic contains: The RuntimeException that is caught here
              } catch (RuntimeException e) {
                log.error("failed", e);
              } finally {
                span.end();
              }
            }

            void ofAField(Span held) {
              try {
                work();
                // BUG: Diagnostic contains: is not recorded on held
              } catch (IOException e) {
                log.error("failed", e);
              } finally {
                held.end();
              }
            }

            Runnable lambda() {
              Span span = tracer.spanBuilder("work").startSpan();
              return () -> {
                try {
                  work();
                  // BUG: Diagnostic contains: is not recorded on span
                } catch (IOException e) {
                  log.error("failed", e);
                } finally {
                  span.end();
                }
              };
            }

            void helperThatIsNotNamed() {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                work();
                // BUG: Diagnostic contains: is not recorded on span
              } catch (IOException e) {
                com.acme.Errors.record(e);
              } finally {
                span.end();
              }
            }
            """)
        .doTest();
  }

  @Test
  void error_thatTheSpanIsTold_isNotReported() {
    checked(
            """
            void recorded() {
              Span span = tracer.spanBuilder("work").startSpan();
              try (Scope scope = span.makeCurrent()) {
                work();
              } catch (IOException e) {
                span.recordException(e);
                span.setStatus(StatusCode.ERROR);
              } finally {
                span.end();
              }
            }

            void status() throws IOException {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                work();
              } catch (IOException | RuntimeException e) {
                if (span.isRecording()) {
                  span.setStatus(StatusCode.ERROR, "no work");
                }
                throw e;
              } finally {
                span.end();
              }
            }

            void others() {
              brave.Span one = brave.nextSpan().start();
              try {
                work();
              } catch (IOException e) {
                one.error(e);
              } finally {
                one.finish();
              }
              io.micrometer.tracing.Span two = micrometer.nextSpan().start();
              try {
                work();
              } catch (IOException e) {
                two.error(e);
              } finally {
                two.end();
              }
              io.opentracing.Span three = opentracing.buildSpan("work").start();
              try {
                work();
              } catch (IOException e) {
                three.setTag("error", true);
                three.log(Map.of("error.object", e));
              } finally {
                three.finish();
              }
              Observation four = Observation.start("work", observations);
              try {
                work();
              } catch (IOException e) {
                four.error(e);
              } finally {
                four.stop();
              }
            }

            void kept() throws IOException {
              Span span = tracer.spanBuilder("work").startSpan();
              Throwable failure = null;
              try {
                work();
              } catch (IOException e) {
                failure = e;
                throw e;
              } finally {
                if (failure != null) {
                  span.recordException(failure);
                }
                span.end();
              }
            }

            void handedOn() {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                work();
              } catch (IOException e) {
                com.acme.Errors.record(span, e);
              } finally {
                span.end();
              }
            }

            void current() {
              try {
                Span.current().setAttribute("order", 1);
                work();
              } catch (IOException e) {
                Span.current().recordException(e);
              }
            }

            void byTheOuter() {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                try {
                  work();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              } catch (RuntimeException e) {
                span.recordException(e);
                throw e;
              } finally {
                span.end();
              }
            }

            void helper() {
              Span span = tracer.spanBuilder("work").startSpan();
              try (Scope scope = span.makeCurrent()) {
                work();
              } catch (IOException e) {
                fail(e);
              } finally {
                span.end();
              }
            }

            private void fail(Throwable e) {
              Span.current().recordException(e);
            }

            int expected(String text) {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                return Integer.parseInt(text);
              } catch (NumberFormatException e) {
                return 0;
              } finally {
                span.end();
              }
            }

            void ignored() {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                work();
              } catch (Exception ignored) {
                log.debug("as usual");
              } finally {
                span.end();
              }
            }

            void inACleanup(java.io.Closeable held) {
              Span span = tracer.spanBuilder("work").startSpan();
              try (Scope scope = span.makeCurrent()) {
                log.info("works");
              } finally {
                try {
                  held.close();
                } catch (IOException e) {
                  log.warn("not closed", e);
                }
                span.end();
              }
            }

            void noSpan() {
              try {
                work();
              } catch (IOException e) {
                log.error("failed", e);
              }
            }

            void ended() {
              Span span = tracer.spanBuilder("work").startSpan();
              span.end();
              try {
                work();
              } catch (IOException e) {
                log.error("failed", e);
              }
            }

            void begunLater() {
              try {
                work();
              } catch (IOException e) {
                log.error("failed", e);
              }
              Span span = tracer.spanBuilder("work").startSpan();
              span.end();
            }
            """)
        .doTest();
  }

  @Test
  void error_givenToANamedRecorder_isNotReported() {
    checked(
            """
            void helper() {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                work();
              } catch (IOException e) {
                com.acme.Errors.record(e);
              } finally {
                span.end();
              }
            }
            """,
            "-XepOpt:Backstop:ErrorRecorders=com.acme.Other#tell,com.acme.Errors#record")
        .doTest();
  }

  @Test
  void catch_besideALocalOfAnUnknownType_isNotReported() throws IOException {
    assertThat(
            Sources.findings(
                folder,
                """
                import not.there.Missing;

                class Mine<T extends Missing> extends Missing {
                  void m(T bounded) {
                    Mine<T> mine = new Mine<>();
                    T kept = bounded;
                    Missing missing = bounded;
                    try {
                      System.out.println(mine + "" + kept + missing);
                    } catch (RuntimeException e) {
                      System.out.println(e);
                    } finally {
                      kept.end();
                    }
                  }

                  void end() {}
                }
                """))
        .isEmpty();
  }

  @Test
  void error_thatAFutureIsTold_isNotReported() {
    checked(
            """
            java.util.concurrent.CompletableFuture<String> future() {
              Span span = tracer.spanBuilder("work").startSpan();
              var future = new java.util.concurrent.CompletableFuture<String>();
              try {
                future.complete(work());
              } catch (IOException e) {
                future.completeExceptionally(e);
              }
              return future.whenComplete((value, error) -> {
                if (error != null) {
                  span.recordException(error);
                }
                span.end();
              });
            }
            """)
        .doTest();
  }

  @Test
  void error_whoseParameterSuppressesIt_isNotReported() {
    checked(
            """
            void suppressed() {
              Span span = tracer.spanBuilder("work").startSpan();
              try {
                work();
              } catch (@SuppressWarnings("ErrorNotRecorded") IOException e) {
                log.error("failed", e);
              } finally {
                span.end();
              }
            }
            """)
        .doTest();
  }
}
