import io.opentelemetry.context.Context;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

interface Journal {
  void write(Object... entry);
}

class S01 extends HttpFilter {
  private final Executor executor;
  private final Journal journal;

  S01(Executor executor, Journal journal) {
    this.executor = executor;
    this.journal = journal;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String agent = request.getHeader("User-Agent");
    try {
      chain.doFilter(request, response);
    } finally {
      journal.write(agent);
    }
    executor.execute(() -> journal.write(agent));
  }
}

class S02 extends HttpServlet {
  private ExecutorService executor;
  private Journal journal;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    String user = request.getRemoteUser();
    String path = request.getRequestURI();
    executor.submit(
        () -> {
          journal.write(user, path);
          return null;
        });
    response.setStatus(202);
  }
}

class S03 extends HttpServlet {
  private Journal journal;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String query = request.getQueryString();
    new Thread(() -> journal.write(query), "journal").start();
  }
}

class S04 implements Filter {
  private ScheduledExecutorService scheduler;
  private Journal journal;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String address = request.getRemoteAddr();
    scheduler.schedule(() -> journal.write(address), 5, TimeUnit.SECONDS);
    chain.doFilter(request, response);
  }
}

class S05 extends HttpServlet {
  private Journal journal;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String id = request.getParameter("id");
    CompletableFuture.supplyAsync(() -> load(id)).thenAccept(journal::write);
  }

  private String load(String id) {
    return "order " + id;
  }
}

class S06 extends HttpServlet {
  private Executor executor;
  private Journal journal;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String method = request.getMethod();
    Runnable task =
        new Runnable() {
          @Override
          public void run() {
            journal.write(method);
          }
        };
    executor.execute(task);
  }
}

class S07 extends HttpServlet {
  private final Timer timer = new Timer(true);
  private Journal journal;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String session = request.getRequestedSessionId();
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            journal.write(session);
          }
        },
        1_000);
  }
}

class S08 extends HttpServlet {
  private Executor executor;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.setTimeout(1_000);
    executor.execute(
        () -> {
          response.setStatus(200);
          async.complete();
        });
  }
}

class S09 extends HttpServlet {
  private ExecutorService executor;
  private Journal journal;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String trace = request.getHeader("traceparent");
    Context.taskWrapping(executor).execute(() -> journal.write(trace));
    executor.execute(Context.current().wrap((Runnable) () -> journal.write("x" + trace)));
  }
}

class S10 extends HttpServlet {
  private ExecutorService executor;
  private Journal journal;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    String language = request.getHeader("Accept-Language");
    for (String part : List.of("head", "body")) {
      if (language != null) {
        executor.execute(() -> journal.write(part, language));
      }
    }
  }
}

class S11 extends HttpServlet {
  private ExecutorService executor;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    try {
      String name = executor.submit(() -> request.getParameter("name")).get();
      response.setHeader("Name", name);
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }
}

class S12 extends HttpServlet {
  private Executor executor;
  private Journal journal;

  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response) {
    long length = request.getContentLengthLong();
    switch (request.getMethod()) {
      case "PUT" -> CompletableFuture.runAsync(() -> journal.write(length), executor);
      default -> response.setStatus(405);
    }
  }
}
