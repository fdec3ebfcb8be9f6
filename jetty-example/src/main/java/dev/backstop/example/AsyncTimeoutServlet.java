package dev.backstop.example;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Waits for work that is never done. After half a second a listener answers 503; without it the
 * container would answer 500 by itself.
 */
@SuppressWarnings("serial") // never serialized
final class AsyncTimeoutServlet extends HttpServlet {
  private static final long TIMEOUT_MILLIS = 500;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(TIMEOUT_MILLIS);
    async.addListener(new Apology());
  }

  private static final class Apology implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
      AsyncContext async = event.getAsyncContext();
      Json.sendError(async.getResponse(), 503, "the warehouse did not answer in time");
      async.complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
