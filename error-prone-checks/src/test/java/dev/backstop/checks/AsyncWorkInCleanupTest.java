package dev.backstop.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsyncWorkInCleanupTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "try { work(); } finally { executor.execute(() -> audit()); }",
        "try { work(); } finally { executor.submit(this::audit); }",
        "try { work(); } finally { if (failed) { executor.execute(this::audit); } }",
        "try { work(); } catch (RuntimeException e) { throw e; } finally { executor.execute(task); }",
        "try { work(); } finally { CompletableFuture.runAsync(() -> audit()); }",
        "try { work(); } finally { CompletableFuture.supplyAsync(() -> 1, executor); }",
        "try { work(); } finally { new Thread(() -> audit()).start(); }",
        "try { work(); } finally { scheduler.schedule(task, 1, TimeUnit.SECONDS); }",
        "try { work(); } finally { for (Runnable each : tasks) { executor.execute(each); } }",
        "cleanups.register(\"audit\", outcome -> executor.execute(() -> audit()));",
        "cleanups.register(\"audit\", outcome -> { executor.submit(() -> audit()); });",
        "cleanups.register(\"audit\", tasks, all -> executor.execute(this::audit));",
        "cleanups.hold(\"audit\", task, it -> executor.execute(it));",
        "Cleanup late = outcome -> new Thread(task).start(); cleanups.register(\"a\", late);",
        "builder.onOutcome((outcome, report) -> executor.execute(() -> audit()));",
        "cleanups.register(\"a\", new Cleanup() { public void run(Outcome o)"
            + " { executor.execute(task); } });",
      })
  void workForAnotherThread_isReported(String code) {
    check("// BUG: Diagnostic contains: nobody waits", code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "try { work(); } finally { executor.shutdown(); }",
        "try { work(); } finally { executor.shutdownNow(); executor.awaitTermination(1,"
            + " TimeUnit.SECONDS); }",
        "try { work(); } finally { audit(); }",
        "try { executor.execute(task); } finally { audit(); }",
        "try { work(); } catch (RuntimeException e) { executor.execute(task); } finally { audit(); }",
        "try { work(); } finally { executor.submit(this::audit).get(); }",
        "try { work(); } finally { CompletableFuture.runAsync(this::audit).join(); }",
        "try { work(); } finally { Future<?> it = executor.submit(this::audit); it.get(); }",
        "try { work(); } finally { Thread it = new Thread(task); it.start(); it.join(); }",
        "try { work(); } finally { executor.submit(task); executor.shutdown();"
            + " executor.awaitTermination(1, TimeUnit.SECONDS); }",
        "try { work(); } finally { executor.invokeAll(List.of()); }",
        "cleanups.registerAsync(\"audit\", Duration.ofSeconds(1), outcome ->"
            + " CompletableFuture.runAsync(() -> audit()));",
        "AsyncCleanup send = outcome -> CompletableFuture.runAsync(() -> audit(), executor);"
            + " cleanups.registerAsync(\"audit\", Duration.ofSeconds(1), send);",
        "cleanups.registerAsync(\"a\", Duration.ofSeconds(1), executor, outcome ->"
            + " CompletableFuture.supplyAsync(() -> 1));",
        "cleanups.register(\"audit\", outcome -> audit());",
        "cleanups.register(\"pool\", executor, ExecutorService::shutdown);",
        "try { work(); } finally { new Thread(task); }",
        "try { work(); } finally { later(() -> executor.execute(task)); }",
      })
  void workHereOrWaitedFor_isNotReported(String code) {
    check("", code);
  }

  @Test
  void taskThatGoesOnWithTheNext_isNotReported() {
    Checked.by(AsyncWorkInCleanup.class)
        .addSourceLines(
            "Poll.java",
            """
            import java.util.concurrent.Executor;

            class Poll implements Runnable {
              Executor executor;
              boolean more;

              @Override
              public void run() {
                try {
                  more = true;
                } finally {
                  if (more) {
                    executor.execute(this);
                    executor.execute(new Poll());
                  }
                  next();
                }
              }

              private void next() {
                executor.execute(new Poll());
              }

              private void serially(Runnable task) {
                executor.execute(
                    () -> {
                      try {
                        task.run();
                      } finally {
                        serially(task);
                      }
                    });
              }
            }
            """)
        .doTest();
  }

  private static void check(String expected, String code) {
    Checked.by(AsyncWorkInCleanup.class)
        .addSourceLines(
            "Audits.java",
            """
            import dev.backstop.BackstopBuilder;
            import dev.backstop.cleanup.*;
            import dev.backstop.outcome.Outcome;
            import java.time.Duration;
            import java.util.List;
            import java.util.concurrent.*;

            abstract class Audits {
              ExecutorService executor;
              ScheduledExecutorService scheduler;
              CleanupRegistry cleanups;
              BackstopBuilder builder;
              Runnable task;
              List<Runnable> tasks;
              boolean failed;

              void handle() throws Exception {
                EXPECTED
                CODE
              }

              abstract void work();
              abstract void audit();
              abstract void later(Runnable task);
            }
            """
                .replace("EXPECTED", expected)
                .replace("CODE", code))
        .doTest();
  }

  @Test
  void workGivenAwayByAMethodOfTheFile_isReported() {
    Checked.by(AsyncWorkInCleanup.class)
        .addSourceLines(
            "Work.java",
            """
            import dev.backstop.cleanup.*;
            import dev.backstop.outcome.Outcome;
            import java.util.concurrent.*;

            abstract class Work {
              ExecutorService executor;
              CleanupRegistry cleanups;

              void handle() throws Exception {
                cleanups.register("clean", this::clean);
                try {
                  work();
                } finally {
                  // BUG: Diagnostic contains: AsyncWorkInCleanup
                  later();
                }
              }

              private void clean(Outcome outcome) {
                // BUG: Diagnostic contains: AsyncWorkInCleanup
                executor.execute(this::work);
              }

              private void later() {
                executor.execute(this::work);
              }

              private void now() throws Exception {
                Future<?> task = executor.submit(this::work);
                task.get();
              }

              private Future<?> begun() {
                return executor.submit(this::work);
              }

              void hook() {
                executor.execute(this::work);
              }

              abstract void work();
            }
            """)
        .doTest();
  }

  @Test
  void workOfAMethodThatWaitsOrGivesTheFuture_isNotReported() {
    Checked.by(AsyncWorkInCleanup.class)
        .addSourceLines(
            "Work.java",
            """
            import dev.backstop.cleanup.*;
            import dev.backstop.outcome.Outcome;
            import java.util.concurrent.*;

            abstract class Work {
              ExecutorService executor;
              CleanupRegistry cleanups;

              void handle() throws Exception {
                cleanups.register("clean", this::clean);
                try {
                  work();
                } finally {
                  now();
                  begun().get();
                  hook();
                }
              }

              private void clean(Outcome outcome) {
                work();
              }

              private void later() {
                executor.execute(this::work);
              }

              private void now() throws Exception {
                Future<?> task = executor.submit(this::work);
                task.get();
              }

              private Future<?> begun() {
                return executor.submit(this::work);
              }

              void hook() {
                executor.execute(this::work);
              }

              abstract void work();
            }
            """)
        .doTest();
  }
}
