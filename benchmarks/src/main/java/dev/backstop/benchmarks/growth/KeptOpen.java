package dev.backstop.benchmarks.growth;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers nobody until all are answered. */
final class KeptOpen extends HttpServlet {
  private static final int TIMEOUT_MILLIS = 600_000; // longer than the curve takes
  private static final long serialVersionUID = 1;

  private final ConcurrentLinkedQueue<AsyncContext> kept = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger(); // to count the queue is to walk it

  @Override
  @SuppressWarnings("StartAsyncUnbounded") // a listener would be weighed; that all end is checked
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext context = request.startAsync(request, response);
    context.setTimeout(TIMEOUT_MILLIS);
    kept.add(context);
    open.incrementAndGet();
  }

  int open() {
    return open.get();
  }

  void end() throws IOException {
    for (AsyncContext context = kept.poll(); context != null; context = kept.poll()) {
      Answer.write(context.getResponse());
      context.complete();
      open.decrementAndGet();
    }
  }
}
