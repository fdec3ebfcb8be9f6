import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

class Ends implements AsyncListener {
  @Override
  public void onComplete(AsyncEvent event) {}

  @Override
  public void onTimeout(AsyncEvent event) {
    event.getAsyncContext().complete();
  }

  @Override
  public void onError(AsyncEvent event) {
    event.getAsyncContext().complete();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}

class S01 extends HttpServlet {
  private final Executor executor;

  S01(Executor executor) {
    this.executor = executor;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.setTimeout(5_000);
    async.addListener(new Ends());
    executor.execute(async::complete);
  }
}

class S02 extends HttpServlet {
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = request.getParameter("name");
    if (name == null) {
      response.sendError(400);
      return;
    }
    var async = request.startAsync(request, response);
    async.addListener(
        new AsyncListener() {
          @Override
          public void onComplete(AsyncEvent event) {}

          @Override
          public void onTimeout(AsyncEvent event) throws IOException {
            ((HttpServletResponse) event.getSuppliedResponse()).sendError(503);
            event.getAsyncContext().complete();
          }

          @Override
          public void onError(AsyncEvent event) {}

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
    async.setTimeout(TimeUnit.SECONDS.toMillis(10));
    async.start(
        () -> {
          try {
            async.getResponse().getWriter().println("hello " + name);
          } catch (IOException e) {
            log("not sent", e);
          } finally {
            async.complete();
          }
        });
  }
}

class S03 extends HttpServlet {
  private final transient ExecutorService workers;

  S03(ExecutorService workers) {
    this.workers = workers;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = bounded(request);
    CompletableFuture.supplyAsync(() -> "report", workers)
        .whenComplete(
            (report, failure) -> {
              if (failure != null) {
                log("no report", failure);
              }
              async.complete();
            });
  }

  private static AsyncContext bounded(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    async.setTimeout(2_500L);
    async.addListener(new Ends(), request, async.getResponse());
    return async;
  }
}

class S04 extends HttpFilter {
  private static final long LIMIT = 30_000;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!request.isAsyncSupported()) {
      chain.doFilter(request, response);
      return;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(LIMIT);
    async.addListener(new Ends());
    async.dispatch();
  }
}

class S05 extends HttpServlet {
  private ScheduledExecutorService timer;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    final AsyncContext async = request.startAsync();
    configure(async);
    timer.schedule(() -> async.dispatch("/later"), 1, TimeUnit.SECONDS);
  }

  private void configure(AsyncContext async) {
    async.addListener(new Ends());
    async.setTimeout(4_000);
  }
}

class S06 extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AsyncContext async = request.isAsyncStarted() ? request.getAsyncContext() : request.startAsync();
    async.setTimeout(60_000);
    async.addListener(new Ends());
    ServletOutputStream out = response.getOutputStream();
    out.setWriteListener(
        new WriteListener() {
          @Override
          public void onWritePossible() throws IOException {
            while (out.isReady()) {
              out.write(1);
            }
          }

          @Override
          public void onError(Throwable failure) {
            async.complete();
          }
        });
  }
}

class S07 {
  private final Executor executor;
  private final AsyncListener listener;

  S07(Executor executor, AsyncListener listener) {
    this.executor = executor;
    this.listener = listener;
  }

  void begin(HttpServletRequest request, Runnable work, long limitMillis) {
    AsyncContext async = request.startAsync();
    try {
      async.setTimeout(limitMillis);
      async.addListener(listener);
      executor.execute(
          () -> {
            try {
              work.run();
            } finally {
              async.complete();
            }
          });
    } catch (RuntimeException e) {
      async.complete();
      throw e;
    }
  }
}

class S08 extends HttpServlet {
  record Waiting(AsyncContext async, String key) {
    static Waiting of(HttpServletRequest request, HttpServletResponse response) {
      AsyncContext async = request.startAsync(request, response);
      async.setTimeout(15_000);
      async.addListener(new Ends());
      return new Waiting(async, request.getRequestURI());
    }
  }

  private final transient java.util.Map<String, Waiting> waiting =
      new java.util.concurrent.ConcurrentHashMap<>();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Waiting one = Waiting.of(request, response);
    waiting.put(one.key(), one);
  }
}

class S09 extends HttpServlet {
  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async;
    switch (request.getParameter("kind")) {
      case "slow" -> {
        async = request.startAsync();
        async.setTimeout(120_000);
      }
      case "fast" -> {
        async = request.startAsync();
        async.setTimeout(1_000);
      }
      default -> {
        response.setStatus(400);
        return;
      }
    }
    async.addListener(new Ends());
    new Thread(async::complete, "worker").start();
  }
}

class S10 extends HttpServlet {
  private final transient Executor executor = Runnable::run;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Runnable task =
        () -> {
          AsyncContext async = request.startAsync();
          async.setTimeout(1_000);
          async.addListener(new Ends());
          async.complete();
        };
    executor.execute(task);
  }
}

class S11 extends HttpServletRequestWrapper {
  S11(HttpServletRequest request) {
    super(request);
  }

  AsyncContext limited(int seconds) {
    AsyncContext async = getRequest().startAsync();
    async.setTimeout(seconds * 1_000L);
    async.addListener(new Ends());
    return async;
  }
}
