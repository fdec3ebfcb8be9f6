package dev.backstop.it.installation;

import dev.backstop.Exchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Pages that end in different ways; the last part of the path says how. */
final class TenantPages extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient ExecutorService pool = Executors.newSingleThreadExecutor();
  private final transient Consumer<String> visited;

  /**
   * Makes them.
   *
   * @param visited called in the middle of each piece of work, on its thread, with its name
   */
  TenantPages(Consumer<String> visited) {
    this.visited = visited;
  }

  void register(ServletContext context) {
    ServletRegistration.Dynamic registration = context.addServlet("tenants", this);
    registration.addMapping("/*");
    registration.setAsyncSupported(true);
  }

  @Override
  public void destroy() {
    pool.shutdownNow();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    visited.accept("dispatch");
    Exchange exchange = Exchange.of(request);
    exchange.cleanups().register("visit", outcome -> visited.accept("cleanup"));
    String path = request.getRequestURI();
    switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "plain" -> response.getOutputStream().print("plain");
      case "flushed" -> {
        response.getOutputStream().print("flushed");
        response.flushBuffer();
        visited.accept("flushed");
      }
      case "error" -> throw new IllegalStateException("no stock");
      case "sendError" -> response.sendError(404);
      case "thread" -> {
        AsyncContext async = request.startAsync();
        exchange
            .executor(pool)
            .execute(
                () -> {
                  visited.accept("task");
                  async.complete();
                });
      }
      case "again" -> {
        if (request.getAttribute("again") == null) {
          request.setAttribute("again", true);
          AsyncContext async = request.startAsync();
          pool.execute(async::dispatch);
        }
      }
      default -> throw new IllegalArgumentException(path);
    }
  }
}
