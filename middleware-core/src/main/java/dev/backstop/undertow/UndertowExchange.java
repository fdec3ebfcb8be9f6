package dev.backstop.undertow;

import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.Transfer;
import dev.backstop.outcome.Ending;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * One exchange at Undertow's edge to the network. Undertow completes an exchange inside the write
 * or flush that finishes it, before it is known whether that call throws: the end waits for its
 * return.
 */
final class UndertowExchange implements ExchangeCompletionListener, Transfer {
  private final OpenExchange exchange;
  private volatile @Nullable ResponseConduit conduit; // null until the response starts

  private UndertowExchange(OpenExchange exchange) {
    this.exchange = exchange;
  }

  static void watch(HttpServerExchange undertows, OpenExchange exchange) {
    UndertowExchange watched = new UndertowExchange(exchange);
    undertows.addResponseWrapper(
        (factory, ignored) -> {
          ResponseConduit conduit = new ResponseConduit(factory.create());
          watched.conduit = conduit;
          return conduit;
        });
    undertows.addExchangeCompleteListener(watched);
    exchange.transfer(watched);
  }

  @Override
  public boolean isSending() {
    ResponseConduit sink = conduit;
    return sink != null && !sink.isGone(); // what was started is completed, or fails
  }

  @Override
  public void exchangeEvent(HttpServerExchange undertows, NextListener next) {
    try {
      Throwable escaped = undertows.getAttachment(DefaultResponseListener.EXCEPTION);
      if (escaped != null) {
        exchange.remembered(escaped);
      }
      int status = undertows.getStatusCode();
      long length = hasNoBody(undertows, status) ? 0 : undertows.getResponseContentLength();
      boolean inIo = undertows.isInIoThread();
      ResponseConduit sink = conduit;
      if (!undertows.isResponseStarted() || sink == null) {
        finish(undertows, 0, Ending.ABORTED, 0, null, inIo); // nothing was sent at all
      } else {
        sink.afterCall(() -> finish(undertows, status, length, sink, inIo));
      }
    } finally {
      next.proceed();
    }
  }

  /** The call that completed the exchange has returned. */
  private void finish(
      HttpServerExchange undertows, int status, long length, ResponseConduit sink, boolean inIo) {
    Throwable failure = sink.failure();
    // At its full length a body needs no further call to be finished.
    boolean finished = length >= 0 ? sink.written() >= length : sink.isFinished();
    long bytes = hasNoBody(undertows, status) ? 0 : sink.written();
    if (failure != null && !sink.hasProgressed()) {
      finish(undertows, 0, Ending.ABORTED, 0, failure, inIo);
    } else if (failure == null && finished) {
      finish(undertows, status, Ending.COMPLETED, bytes, null, inIo);
    } else {
      // Undertow closes the connection itself at a timeout after the commit.
      boolean ours =
          failure == null || (exchange.hasTimedOut() && failure instanceof ClosedChannelException);
      finish(
          undertows,
          status,
          ours ? Ending.TRUNCATED : Ending.ABORTED,
          bytes,
          ours ? null : failure,
          inIo);
    }
  }

  private void finish(
      HttpServerExchange undertows,
      int status,
      Ending ending,
      long bytes,
      @Nullable Throwable failure,
      boolean inIo) {
    exchange.end(
        status, ending, bytes, failure, inIo ? undertows.getConnection().getWorker() : null);
  }

  private static boolean hasNoBody(HttpServerExchange undertows, int status) {
    return undertows.getRequestMethod().equals(Methods.HEAD)
        || status == 304
        || status == 204
        || status == 101;
  }
}
