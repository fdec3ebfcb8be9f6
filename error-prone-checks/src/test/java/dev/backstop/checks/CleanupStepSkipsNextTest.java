package dev.backstop.checks;

import com.google.errorprone.CompilationTestHelper;
import org.junit.jupiter.api.Test;

class CleanupStepSkipsNextTest {
  private static final String HEAD =
      """
      import dev.backstop.cleanup.CleanupRegistry;
      import io.micrometer.core.instrument.Timer;
      import io.micrometer.observation.Observation;
      import io.opentelemetry.api.trace.Span;
      import io.opentelemetry.context.Scope;
      import java.io.ByteArrayOutputStream;
      import java.io.Closeable;
      import java.io.IOException;
      import java.io.InputStream;
      import java.io.OutputStream;
      import java.net.Socket;
      import java.sql.Connection;
      import java.sql.SQLException;
      import java.sql.Statement;
      import java.util.concurrent.Semaphore;
      import java.util.concurrent.locks.Lock;
      import org.slf4j.Logger;
      import org.slf4j.MDC;

      abstract class Work {
        Observation observation;
        Span span;
        Scope scope;
        Lock lock;
        Timer.Sample sample;
        Timer timer;
        Logger log;
        com.acme.Pool pool;
        com.acme.Client client;
        ThreadLocal<String> tenant;

        abstract void run();
      """;

  private static CompilationTestHelper checked(String methods) {
    return Checked.by(CleanupStepSkipsNext.class)
        .addSourceLines(
            "com/acme/Client.java",
            """
            package com.acme;

            public interface Client extends AutoCloseable {
              @Override
              void close();

              void stop();

              void closeQuietly();
            }
            """)
        .addSourceLines(
            "com/acme/Pool.java",
            """
            package com.acme;

            public class Pool {
              public void release(Object lent) {}

              public static void close(java.io.Closeable it, boolean swallow) throws java.io.IOException {}

              public static void closeQuietly(java.io.Closeable it) {}
            }
            """)
        .addSourceLines("Work.java", HEAD + methods + "}");
  }

  @Test
  void step_thatMayThrow_isReported() {
    checked(
            """
            void declared(InputStream in) throws IOException {
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: in.close() may throw, and then span.end() on line 39
                in.close();
                span.end();
              }
            }

            void unknown() {
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: client.close() may throw, and then observation.stop()
                client.close();
                observation.stop();
              }
            }

            void twoStreams(InputStream in, OutputStream out) throws IOException {
              try {
                run();
              } finally {
                if (in != null) {
                  // BUG: Diagnostic contains: in.close() may throw, and then out.close()
                  in.close();
                }
                if (out != null) {
                  out.close();
                }
              }
            }

            void released(Object lent) {
              lock.lock();
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: lock.unlock()
                pool.release(lent);
                lock.unlock();
              }
            }

            void database(Connection c, Statement s) throws SQLException {
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: c.close()
                s.close();
                c.close();
              }
            }

            void flushed(OutputStream out) throws IOException {
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: out.flush() may throw, and then MDC.remove("order")
                out.flush();
                MDC.remove("order");
              }
            }

            void laterInATry(Socket socket, InputStream in) throws IOException {
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: in.close()
                socket.shutdownInput();
                try {
                  in.close();
                } catch (IOException e) {
                  log.warn("not closed", e);
                }
              }
            }

            void nestedButNotTheLast(InputStream in) throws IOException {
              try {
                run();
              } finally {
                try {
                  // BUG: Diagnostic contains: tenant.remove()
                  in.close();
                } finally {
                  span.end();
                }
                tenant.remove();
              }
            }

            abstract void endSpan();

            void flushedResponse(jakarta.servlet.http.HttpServletResponse response)
                throws IOException {
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: endSpan()
                response.flushBuffer();
                endSpan();
              }
            }

            void completed(jakarta.servlet.AsyncContext async) {
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: span.end()
                async.complete();
                span.end();
              }
            }

            void rethrown(InputStream in) {
              try {
                run();
              } finally {
                try {
                  // BUG: Diagnostic contains: scope.close()
                  in.close();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
                scope.close();
              }
            }

            void registered(CleanupRegistry cleanups) {
              cleanups.register(
                  "client",
                  outcome -> {
                    // BUG: Diagnostic contains: sample.stop(timer)
                    client.stop();
                    sample.stop(timer);
                  });
            }

            class Ends implements dev.backstop.cleanup.Cleanup {
              @Override
              public void run(dev.backstop.outcome.Outcome outcome) {
                // BUG: Diagnostic contains: span.end()
                client.close();
                span.end();
              }
            }

            class Held {
              void release() {
                if (span == null) {
                  throw new IllegalStateException("nothing is held");
                }
              }
            }

            void bothInOneTry(InputStream in, OutputStream out) {
              try {
                run();
              } finally {
                try {
                  // BUG: Diagnostic contains: in.close() may throw, and then out.close()
                  in.close();
                  out.close();
                } catch (IOException e) {
                  log.warn("not closed", e);
                }
              }
            }

            void stop() {
              client.stop();
            }

            void itself() {
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: stop() may throw
                stop();
                span.end();
              }
            }

            void ofThisFile(Held held) {
              try {
                run();
              } finally {
                // BUG: Diagnostic contains: span.end()
                held.release();
                span.end();
              }
            }
            """)
        .doTest();
  }

  @Test
  void step_thatSkipsNothing_isNotReported() {
    checked(
            """
            void nested(InputStream in) throws IOException {
              try {
                run();
              } finally {
                try {
                  in.close();
                } finally {
                  span.end();
                }
              }
            }

            void quietFirst(InputStream in) throws IOException {
              try {
                run();
              } finally {
                scope.close();
                span.end();
                observation.stop();
                sample.stop(timer);
                lock.unlock();
                MDC.remove("order");
                tenant.remove();
                in.close();
              }
            }

            void caught(InputStream in, OutputStream out) {
              try {
                run();
              } finally {
                try {
                  in.close();
                } catch (IOException e) {
                  log.warn("not closed", e);
                }
                try {
                  out.close();
                } catch (IOException e) {
                  log.warn("not closed", e);
                }
              }
            }

            void quietly(InputStream in) {
              try {
                run();
              } finally {
                com.acme.Pool.closeQuietly(in);
                client.closeQuietly();
                span.end();
              }
            }

            void swallowed(InputStream in) throws IOException {
              try {
                run();
              } finally {
                com.acme.Pool.close(in, true);
                span.end();
              }
            }

            void inMemory(ByteArrayOutputStream bytes) throws IOException {
              try {
                run();
              } finally {
                bytes.close();
                span.end();
              }
            }

            void alone(InputStream in) throws IOException {
              try {
                run();
              } finally {
                log.debug("closing");
                in.close();
              }
            }

            void registered(CleanupRegistry cleanups) {
              cleanups.register("client", outcome -> client.close());
              cleanups.register("span", outcome -> span.end());
            }

            void semaphore(Semaphore permits, java.util.concurrent.ExecutorService workers) {
              try {
                run();
              } finally {
                workers.shutdown();
                permits.release();
                lock.unlock();
              }
            }

            void notACleanup() {
              client.close();
              span.end();
            }

            class Held {
              private Span of;

              void release() {
                of = null;
              }
            }

            void ofThisFile(Held held) {
              try {
                run();
              } finally {
                held.release();
                span.end();
              }
            }

            void either(boolean first, InputStream in) throws IOException {
              try {
                run();
              } finally {
                if (first) {
                  in.close();
                } else {
                  span.end();
                }
              }
            }

            void later(Runnable[] ends, InputStream in) throws IOException {
              try {
                run();
              } finally {
                in.close();
                ends[0] = () -> span.end();
              }
            }
            """)
        .doTest();
  }
}
