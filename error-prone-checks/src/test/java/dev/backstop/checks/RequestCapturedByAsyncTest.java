package dev.backstop.checks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCapturedByAsyncTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "executor.execute(() -> log(request.getHeader(\"a\")));",
        "executor.submit(() -> { log(request.getHeader(\"a\")); });",
        "Future<?> ignored = executor.submit(() -> request.getHeader(\"a\"));",
        "executor.execute(() -> audit(request));",
        "executor.execute(() -> response.setHeader(\"a\", \"b\"));",
        "scheduler.schedule(() -> log(request.getMethod()), 1, TimeUnit.SECONDS);",
        "scheduler.scheduleAtFixedRate(() -> log(request.getMethod()), 1, 1, TimeUnit.SECONDS);",
        "CompletableFuture.runAsync(() -> log(request.getMethod()));",
        "CompletableFuture.supplyAsync(() -> request.getMethod(), executor);",
        "CompletableFuture.supplyAsync(request::getMethod);",
        "future.thenAcceptAsync(value -> log(request.getHeader(value)));",
        "future.whenCompleteAsync((value, error) -> log(request.getHeader(value)), executor);",
        "CompletableFuture.supplyAsync(() -> 1).thenAccept(value -> response.setStatus(value));",
        "new Thread(() -> log(request.getMethod())).start();",
        "new Thread() { @Override public void run() { log(request.getMethod()); } }.start();",
        "new Thread(new Runnable() { public void run() { log(request.getMethod()); } }).start();",
        "executor.execute(new Runnable() { public void run() { log(request.getMethod()); } });",
        "new Timer().schedule(new TimerTask() { public void run() { audit(request); } }, 100);",
        "executor.execute(Context.current().wrap((Runnable) () -> log(request.getMethod())));",
        "Context.taskWrapping(executor).execute(() -> log(request.getMethod()));",
        "executor.execute(Objects.requireNonNull(() -> log(request.getMethod())));",
        "executor.execute(() -> list.forEach(name -> log(request.getHeader(name))));",
        "if (list.isEmpty()) { executor.execute(() -> log(request.getMethod())); }",
        "for (String name : list) { executor.execute(() -> log(request.getHeader(name))); }",
        "try { log(\"\"); } finally { executor.execute(() -> log(request.getMethod())); }",
        "list.forEach(name -> executor.execute(() -> log(request.getHeader(name))));",
        "executor.execute(new FutureTask<>(() -> request.getMethod()));",
        "executor.execute(() -> log(\"\" + request));",
      })
  void capturedInOneStatement_isReported(String statement) {
    oneStatement("// BUG: Diagnostic contains: on another thread", statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String agent = request.getHeader(\"a\"); executor.execute(() -> log(agent));",
        "executor.execute(log(request));",
        "executor.submit(() -> log(\"x\"));",
        "list.forEach(name -> log(request.getHeader(name)));",
        "Runnable now = () -> log(request.getMethod()); now.run();",
        "Supplier<String> method = request::getMethod; log(method.get());",
        "CompletableFuture.supplyAsync(() -> request.getMethod()).join();",
        "CompletableFuture.supplyAsync(() -> 1).thenAccept(response::setStatus).join();",
        "executor.submit(() -> request.getMethod()).get();",
        "executor.submit(() -> request.getMethod()).get(1, TimeUnit.SECONDS);",
        "Future<String> it = executor.submit(() -> request.getMethod()); log(it.get());",
        "Thread thread = new Thread(() -> audit(request)); thread.start(); thread.join();",
        "executor.invokeAll(List.of(() -> request.getMethod()));",
        "CountDownLatch ended = new CountDownLatch(1);"
            + " executor.execute(() -> { audit(request); ended.countDown(); }); ended.await();",
        "executor.execute(() -> log(new MockHttpServletRequest().getMethod()));",
        "MockHttpServletRequest mine = new MockHttpServletRequest();"
            + " executor.execute(() -> log(mine.getMethod()));",
        "HttpServletRequest mine = mock(HttpServletRequest.class);"
            + " executor.execute(() -> log(mine.getMethod()));",
        "request.startAsync(); executor.execute(() -> audit(request));",
        "AsyncContext async = request.getAsyncContext();"
            + " executor.execute(() -> { audit(request); async.complete(); });",
        "HttpSession session = request.getSession(); executor.execute(() -> log(session.getId()));",
        "executor.execute(() -> handle(rq -> log(rq.getMethod())));",
        "Map<String, String[]> all = Map.copyOf(request.getParameterMap());"
            + " executor.execute(() -> log(all.keySet().toString()));",
        "Thread.currentThread().setName(request.getMethod());",
      })
  void valuesOrWaitedFor_isNotReported(String statement) {
    oneStatement("", statement);
  }

  private static void oneStatement(String expected, String statement) {
    for (String namespace : new String[] {"jakarta", "javax"}) {
      Stubs.servlet(Checked.by(RequestCapturedByAsync.class))
          .addSourceLines(
              "Audit.java",
              """
              import NAMESPACE.servlet.*;
              import NAMESPACE.servlet.http.*;
              import io.opentelemetry.context.Context;
              import java.util.*;
              import java.util.concurrent.*;
              import java.util.function.*;

              abstract class Audit implements Filter {
                ExecutorService executor;
                ScheduledExecutorService scheduler;
                CompletableFuture<String> future;
                List<String> list;

                void audit(HttpServletRequest request, HttpServletResponse response)
                    throws Exception {
                  EXPECTED
                  STATEMENT
                }

                abstract Runnable log(Object text);
                abstract void audit(HttpServletRequest request);
                abstract void handle(Consumer<HttpServletRequest> handler);
                abstract <T> T mock(Class<T> type);

                static class MockHttpServletRequest extends HttpServletRequestWrapper {
                  MockHttpServletRequest() {
                    super(null);
                  }
                }
              }
              """
                  .replace("NAMESPACE", namespace)
                  .replace("EXPECTED", expected)
                  .replace("STATEMENT", statement))
          .doTest();
    }
  }
}
