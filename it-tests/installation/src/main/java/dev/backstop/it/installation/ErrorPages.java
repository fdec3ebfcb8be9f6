package dev.backstop.it.installation;

import dev.backstop.Exchange;
import dev.backstop.problem.Problem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Pages that fail, each in its own way; the last part of the path says how. */
final class ErrorPages extends HttpServlet {
  private static final long serialVersionUID = 1;

  /** An error that has a mapper. */
  static class OutOfStock extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfStock(String message) {
      super(message);
    }
  }

  /** A service of the application, where errors come up. */
  static final class Stock {
    private static int left = 0;

    static void take() {
      if (left == 0) {
        throw new OutOfStock("secret of the stock");
      }
      left--;
    }

    private Stock() {}
  }

  final transient ExecutorService pool = Executors.newFixedThreadPool(2);

  void register(ServletContext context) {
    ServletRegistration.Dynamic registration = context.addServlet("errors", this);
    registration.addMapping("/*");
    registration.setAsyncSupported(true);
  }

  @Override
  public void destroy() {
    pool.shutdownNow();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String path = request.getRequestURI();
    String page = path.substring(path.lastIndexOf('/') + 1);
    if (page.startsWith("async")) {
      async(page, request, response);
    } else {
      sync(page, request, response);
    }
  }

  private static void sync(String page, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    switch (page) {
      case "mapped" -> Stock.take();
      case "wrapped" ->
          throw new ServletException(new CompletionException(new OutOfStock("secret")));
      case "begun" -> {
        response.setStatus(201);
        response.setHeader("X-Kept", "one");
        response.addHeader("X-Kept", "two");
        response.setHeader("ETag", "\"1\"");
        response.setHeader("Content-Encoding", "gzip");
        response.setHeader("Content-Language", "fr");
        response.setHeader("Cache-Control", "max-age=3600");
        response.addCookie(new Cookie("cart", "42"));
        response.setContentType("text/html;charset=UTF-16");
        response.setContentLength(100_000);
        response.getWriter().print("half an answer");
        Stock.take();
      }
      case "stream" -> {
        response.getOutputStream().print("half an answer");
        Stock.take();
      }
      case "committed" -> {
        response.getOutputStream().print("half an answer");
        response.flushBuffer();
        Stock.take();
      }
      case "unmapped" -> {
        IllegalArgumentException error = new IllegalArgumentException("secret");
        error.setStackTrace(new StackTraceElement[0]); // some containers print it
        throw error;
      }
      case "sendError" -> response.sendError(404);
      case "fail" -> {
        response.getWriter().print("half an answer");
        Exchange.of(request).fail(Problem.of(422, "no such size"));
        response.getWriter().print("and the other half");
      }
      case "failMapped" -> Exchange.of(request).fail(new OutOfStock("secret"));
      case "failUnmapped" -> Exchange.of(request).fail(new IllegalArgumentException("secret"));
      case "failThenThrow" -> {
        Exchange.of(request).fail(Problem.of(422));
        throw new IllegalArgumentException("secret");
      }
      default -> response.getWriter().print("served");
    }
  }

  private void async(String page, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange exchange = Exchange.of(request);
    if (request.getAttribute("again") != null) {
      Stock.take();
    }
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(20_000);
    switch (page) {
      case "asyncDispatch" -> {
        request.setAttribute("again", true);
        async.dispatch();
      }
      case "asyncThrows" -> Stock.take();
      case "asyncTimeout" -> async.setTimeout(50);
      case "asyncTimeoutAnswered" -> {
        async.addListener(new AnswersTimeout());
        async.setTimeout(50);
      }
      case "asyncFail" -> pool.execute(() -> exchange.fail(Problem.of(422, "no such size")));
      case "asyncFailMapped" -> pool.execute(() -> exchange.fail(new OutOfStock("secret")));
      case "asyncFailUnmapped" ->
          pool.execute(() -> exchange.fail(new IllegalArgumentException("secret")));
      case "asyncFailAtOnce" -> await(pool, () -> exchange.fail(Problem.of(422, "no such size")));
      case "asyncWrapped" -> exchange.executor(pool).execute(Stock::take);
      case "asyncListener" -> request.getInputStream().setReadListener(new Failing(exchange));
      case "asyncStart" -> async.start(exchange.wrap((Runnable) Stock::take));
      case "asyncTimeoutCompleted" -> {
        async.addListener(new CompletesTimeout());
        async.setTimeout(50);
      }
      case "asyncCommitted" ->
          pool.execute(
              () -> {
                try {
                  response.getOutputStream().print("half an answer");
                  response.flushBuffer();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
                exchange.fail(new OutOfStock("secret"));
              });
      default -> async.complete();
    }
  }

  /** Returns when the call on another thread has returned, with the dispatch still under way. */
  private static void await(ExecutorService pool, Runnable call) {
    CountDownLatch done = new CountDownLatch(1);
    pool.execute(
        () -> {
          call.run();
          done.countDown();
        });
    try {
      done.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fails the exchange when all of the request has been read. */
  private record Failing(Exchange exchange) implements ReadListener {
    @Override
    public void onDataAvailable() {}

    @Override
    public void onAllDataRead() {
      try {
        Stock.take();
      } catch (OutOfStock e) {
        exchange.fail(e);
      }
    }

    @Override
    public void onError(Throwable error) {}
  }

  /** Ends the request at the timeout, with nothing in it. */
  private static final class CompletesTimeout extends AnswersTimeout {
    @Override
    public void onTimeout(AsyncEvent event) {
      event.getAsyncContext().complete();
    }
  }

  /** The application's own answer to a timeout. */
  private static class AnswersTimeout implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
      HttpServletResponse response = (HttpServletResponse) event.getSuppliedResponse();
      response.setStatus(202);
      response.getOutputStream().print("later");
      event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
