package dev.backstop.checks;

import org.junit.jupiter.api.Test;
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
        "Object it = request;"
            + " if (it instanceof HttpServletRequest q) executor.execute(() -> log(q.getMethod()));",
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

  @Test
  void taskThatKeepsTheRequestInAField_isReported() {
    Checked.by(RequestCapturedByAsync.class)
        .addSourceLines(
            "Audit.java",
            """
            import jakarta.servlet.http.*;
            import java.util.concurrent.*;

            class Audit extends HttpServlet {
              ExecutorService executor;

              @Override
              protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                // BUG: Diagnostic contains: 'request'
                executor.execute(new Task(request));
                Task task = new Task(request);
                // BUG: Diagnostic contains: 'request'
                executor.submit(task);
                // BUG: Diagnostic contains: 'request'
                new Worker(request).start();
                executor.execute(new Read(request));
                // BUG: Diagnostic contains: 'request'
                executor.execute(made(request));
                class Local implements Runnable {
                  @Override
                  public void run() {
                    request.getMethod();
                  }
                }
                // BUG: Diagnostic contains: 'request'
                executor.execute(new Local());
              }

              private static Runnable made(HttpServletRequest request) {
                return () -> request.getMethod();
              }

              record Task(HttpServletRequest request) implements Runnable {
                @Override
                public void run() {}
              }

              static class Worker extends Thread {
                private final HttpServletRequest request;

                Worker(HttpServletRequest request) {
                  this.request = request;
                }

                @Override
                public void run() {
                  request.getMethod();
                }
              }

              static class Read implements Runnable {
                private final String method;

                Read(HttpServletRequest request) {
                  method = request.getMethod();
                }

                @Override
                public void run() {
                  method.length();
                }
              }
            }
            """)
        .doTest();
  }

  @Test
  void asyncMethodOfSpring_givenTheRequest_isReported() {
    Libraries.add(
            Checked.by(RequestCapturedByAsync.class),
            "org.springframework.scheduling.annotation",
            "public @interface Async {}")
        .addSourceLines(
            "Audit.java",
            """
            import jakarta.servlet.http.*;
            import org.springframework.scheduling.annotation.Async;

            class Audit extends HttpServlet {
              Service service;

              @Override
              protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                // BUG: Diagnostic contains: another thread
                service.audit(request);
                service.audit(request.getMethod());
              }

              static class Service {
                @Async
                void audit(Object it) {}
              }
            }
            """)
        .doTest();
  }

  @Test
  void handlerMethodOfSpring_thatReturnsAFuture_isNotReported() {
    Libraries.add(
            Checked.by(RequestCapturedByAsync.class),
            "org.springframework.web.bind.annotation",
            "public @interface GetMapping {}")
        .addSourceLines(
            "Orders.java",
            """
            import jakarta.servlet.http.HttpServletRequest;
            import java.util.concurrent.CompletableFuture;
            import org.springframework.web.bind.annotation.GetMapping;

            class Orders {
              @GetMapping
              CompletableFuture<String> order(HttpServletRequest request) {
                return CompletableFuture.supplyAsync(() -> request.getMethod());
              }
            }
            """)
        .doTest();
  }

  @Test
  void calledByAnAsynchronousMethod_isNotReported() {
    Checked.by(RequestCapturedByAsync.class)
        .addSourceLines(
            "Orders.java",
            """
            import jakarta.servlet.http.*;
            import java.util.concurrent.Executor;

            class Orders extends HttpServlet {
              Executor executor;

              @Override
              protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                request.startAsync();
                answer(request, response);
              }

              private void answer(HttpServletRequest request, HttpServletResponse response) {
                executor.execute(() -> response.setStatus(request.getContentLength()));
              }
            }
            """)
        .doTest();
  }

  @Test
  void fix_simpleValues_areReadBefore() {
    String right =
        withTask(
            "String userAgent = request.getHeader(\"User-Agent\");"
                + " int contentLength = request.getContentLength();"
                + " executor.execute(() -> log(userAgent, contentLength, userAgent));");
    Checked.fixedBy(RequestCapturedByAsync.class)
        .addInputLines(
            "Audit.java",
            withTask(
                "executor.execute(() -> log(request.getHeader(\"User-Agent\"),"
                    + " request.getContentLength(), request.getHeader(\"User-Agent\")));"))
        .addOutputLines("Audit.java", right)
        .doTest();
    Checked.by(RequestCapturedByAsync.class).addSourceLines("Audit.java", right).doTest();
  }

  @Test
  void fix_moreThanSimpleValues_isNotOffered() {
    Checked.fixedBy(RequestCapturedByAsync.class)
        .addInputLines(
            "Audit.java", withTask("executor.execute(() -> log(request, request.getMethod()));"))
        .expectUnchanged()
        .doTest();
  }

  private static String withTask(String code) {
    return """
    import jakarta.servlet.http.HttpServletRequest;
    import java.util.concurrent.Executor;

    abstract class Audit {
      Executor executor;

      void audit(HttpServletRequest request) {
        CODE
      }

      abstract void log(Object... it);
    }
    """
        .replace("CODE", code);
  }

  private static void oneStatement(String expected, String statement) {
    for (String namespace : new String[] {"jakarta", "javax"}) {
      Libraries.servlet(Checked.by(RequestCapturedByAsync.class))
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

  @Test
  void fieldUsedByAMethodOfTheSameObject_isReported() {
    Checked.by(RequestCapturedByAsync.class)
        .addSourceLines(
            "Audit.java",
            """
            import jakarta.servlet.http.*;
            import java.util.concurrent.*;

            abstract class Audit {
              private final ExecutorService executor;
              private final HttpServletRequest request;
              private final String method;

              Audit(ExecutorService executor, HttpServletRequest request) {
                this.executor = executor;
                this.request = request;
                this.method = request.getMethod();
              }

              void later() {
                // BUG: Diagnostic contains: 'request' (line 23)
                executor.execute(this::audit);
                // BUG: Diagnostic contains: 'request' (line 23)
                executor.execute(() -> audit());
              }

              void audit() {
                log(request.getRequestURI());
              }

              void name() {
                log(method);
              }

              void answer() {
                log(request.getAsyncContext());
              }

              abstract void log(Object it);
            }
            """)
        .doTest();
  }

  @Test
  void methodsOfTheSameObjectWithValuesOrAsynchronous_isNotReported() {
    Checked.by(RequestCapturedByAsync.class)
        .addSourceLines(
            "Audit.java",
            """
            import jakarta.servlet.http.*;
            import java.util.concurrent.*;

            abstract class Audit {
              private final ExecutorService executor;
              private final HttpServletRequest request;
              private final String method;

              Audit(ExecutorService executor, HttpServletRequest request) {
                this.executor = executor;
                this.request = request;
                this.method = request.getMethod();
              }

              void later() {
                executor.execute(this::name);
                executor.execute(() -> name());
                executor.execute(this::answer);
              }

              void audit() {
                log(request.getRequestURI());
              }

              void name() {
                log(method);
              }

              void answer() {
                log(request.getAsyncContext());
              }

              abstract void log(Object it);
            }
            """)
        .doTest();
  }

  @Test
  void fix_ofAThread_readsBefore() {
    String right =
        withTask("String method = request.getMethod(); new Thread(() -> log(method)).start();");
    Checked.fixedBy(RequestCapturedByAsync.class)
        .addInputLines(
            "Audit.java", withTask("new Thread(() -> log(request.getMethod())).start();"))
        .addOutputLines("Audit.java", right)
        .doTest();
    Checked.by(RequestCapturedByAsync.class).addSourceLines("Audit.java", right).doTest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (request != null) executor.execute(() -> log(request.getMethod()));",
        "Object it = request;"
            + " if (it instanceof HttpServletRequest q) { log(q); }"
            + " if (it instanceof HttpServletRequest q) executor.execute(() -> log(q.getMethod()));",
        "switch (request.getContentLength()) {"
            + " case 1 -> executor.execute(() -> log(request.getMethod())); default -> log(); }",
      })
  void fix_whereTheStatementRunsOnlySometimes_isNotOffered(String code) {
    Checked.fixedBy(RequestCapturedByAsync.class)
        .addInputLines("Audit.java", withTask(code))
        .expectUnchanged()
        .doTest();
  }

  @Test
  void objectThatKeepsTheAsyncContext_isNotReported() {
    Checked.by(RequestCapturedByAsync.class)
        .addSourceLines(
            "Answer.java",
            """
            import jakarta.servlet.AsyncContext;
            import jakarta.servlet.http.*;
            import java.util.concurrent.*;

            abstract class Answer {
              private final AsyncContext context;
              private final HttpServletRequest request;

              Answer(AsyncContext context, HttpServletRequest request) {
                this.context = context;
                this.request = request;
              }

              void later(ExecutorService executor) {
                executor.execute(this::answer);
                executor.execute(() -> log(request.getMethod()));
              }

              void answer() {
                log(request.getRequestURI());
              }

              abstract void log(Object it);
            }
            """)
        .doTest();
  }

  @Test
  void fixes_ofTwoTasksThatReadTheSame_takeTwoNames() {
    String right =
        withTask(
            "String method = request.getMethod(); executor.execute(() -> log(method));"
                + " String method2 = request.getMethod(); executor.execute(() -> log(method2));"
                + " String method3 = request.getMethod(); executor.execute(new Runnable() {"
                + " public void run() { log(method3); } });");
    Checked.fixedBy(RequestCapturedByAsync.class)
        .addInputLines(
            "Audit.java",
            withTask(
                "executor.execute(() -> log(request.getMethod()));"
                    + " executor.execute(() -> log(request.getMethod()));"
                    + " executor.execute(new Runnable() {"
                    + " public void run() { log(request.getMethod()); } });"))
        .addOutputLines("Audit.java", right)
        .doTest();
    Checked.by(RequestCapturedByAsync.class).addSourceLines("Audit.java", right).doTest();
  }

  @Test
  void objectMadeOfAnAsyncContext_isNotReported() {
    Checked.by(RequestCapturedByAsync.class)
        .addSourceLines(
            "Answer.java",
            """
            import jakarta.servlet.AsyncContext;
            import jakarta.servlet.ServletRequest;
            import java.util.concurrent.*;

            abstract class Answer implements Runnable {
              private final ServletRequest request;

              Answer(AsyncContext context) {
                this.request = context.getRequest();
              }

              void later(ExecutorService executor) {
                executor.execute(this::run);
                executor.execute(this);
                executor.execute(() -> log(request.getLocale()));
              }

              @Override
              public void run() {
                log(request.getProtocol());
              }

              abstract void log(Object it);
            }
            """)
        .doTest();
  }

  @Test
  void objectThatIsItsOwnTask_isReported() {
    Checked.by(RequestCapturedByAsync.class)
        .addSourceLines(
            "Audit.java",
            """
            import jakarta.servlet.http.*;
            import java.util.concurrent.*;

            abstract class Audit implements Runnable {
              private final HttpServletRequest request;

              Audit(HttpServletRequest request, ExecutorService executor) {
                this.request = request;
                // BUG: Diagnostic contains: 'request' (line 15)
                executor.execute(this);
              }

              @Override
              public void run() {
                log(request.getMethod());
              }

              void other() {}

              abstract void log(Object it);
            }
            """)
        .addSourceLines(
            "Values.java",
            """
            import jakarta.servlet.http.*;
            import java.util.concurrent.*;

            abstract class Values implements Runnable {
              private final HttpServletRequest request;
              private final String method;

              Values(HttpServletRequest request, ExecutorService executor) {
                this.request = request;
                this.method = request.getMethod();
                executor.execute(this);
              }

              @Override
              public void run() {
                log(method);
              }

              boolean now() {
                return request.isSecure();
              }

              abstract void log(Object it);
            }
            """)
        .doTest();
  }
}
