package dev.backstop.completion;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * For the root package: watches one cycle of the asynchronous processing of one exchange. A timeout
 * and an error are only noted: what the client reads is decided after them. Containers drop
 * listeners with each cycle; the filter adds one at the exit of each dispatch that began one.
 */
public final class AsyncEnd implements AsyncListener {
  private final OpenExchange exchange;

  private AsyncEnd(OpenExchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Listens to the asynchronous processing that a request has started.
   *
   * @param exchange told of timeout, error and completion
   * @param request in asynchronous mode
   */
  public static void watch(OpenExchange exchange, HttpServletRequest request) {
    try {
      request.getAsyncContext().addListener(new AsyncEnd(exchange));
    } catch (IllegalStateException completedMeanwhile) {
      exchange.asyncComplete();
    }
  }

  @Override
  public void onComplete(@Nullable AsyncEvent event) {
    exchange.asyncComplete();
  }

  @Override
  public void onTimeout(@Nullable AsyncEvent event) {
    exchange.timedOut();
  }

  @Override
  public void onError(AsyncEvent event) {
    Throwable error = event.getThrowable();
    if (error != null) { // Tomcat fires onError without one for sendError in a dispatch
      exchange.asyncError(error);
    }
  }

  /** Nothing: the filter sees the dispatch that has just begun another cycle. */
  @Override
  public void onStartAsync(@Nullable AsyncEvent event) {}
}
