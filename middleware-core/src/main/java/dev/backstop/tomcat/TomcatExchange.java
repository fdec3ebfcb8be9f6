package dev.backstop.tomcat;

import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.Transfer;
import dev.backstop.outcome.Ending;
import jakarta.servlet.RequestDispatcher;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Constants;
import org.apache.coyote.RequestInfo;
import org.jspecify.annotations.Nullable;

/** What is known of one exchange at Tomcat's edge to the network. */
final class TomcatExchange implements Transfer {
  private static final int ONE_WRITE = 8 * 1024; // Tomcat's buffers for the response and the socket

  private final OpenExchange exchange;
  private final RequestInfo processing;
  private int sent; // the status when the response was first seen committed; 0 before
  private boolean async;

  TomcatExchange(OpenExchange exchange, Request request) {
    this.exchange = exchange;
    this.processing = request.getCoyoteRequest().getRequestProcessor();
    exchange.transfer(this);
  }

  @Override
  public boolean isSending() {
    // Until its thread has left what writes the access log.
    return processing.getStage() <= Constants.STAGE_SERVICE;
  }

  /** The request has left the context's valves, on one of its dispatches. */
  void left(Request request, Response response) {
    async |= request.isAsync();
    // The facade calls a response committed after sendError too; only Coyote's tells the wire.
    if (sent == 0 && response.getCoyoteResponse().isCommitted()) {
      sent = response.getStatus();
    }
  }

  /** Tomcat has finished the response, or given it up. */
  void end(Request request, Response response) {
    if (exchange.isEnded()) {
      return;
    }
    org.apache.coyote.Response wire = response.getCoyoteResponse();
    Throwable remembered =
        request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error
            ? error
            : null;
    int status = wire.getStatus();
    Ending ending = Ending.COMPLETED;
    if (wire.isCommitted()) {
      status = committedStatus(wire, status);
      ending = endingOf(wire, request, status, remembered);
    } else if (async || !isIoAllowed(wire)) {
      status = 0; // the socket is closed, and nothing was sent
      ending = Ending.ABORTED;
    } else if (status != 101) {
      status = 500; // the head could not be sent, being too large: Http11Processor answers 500
    }
    if (ending == Ending.ABORTED && sent == 0 && wasLostBefore(wire, request)) {
      status = 0;
    }
    if (remembered != null && !(ending == Ending.ABORTED && remembered instanceof IOException)) {
      exchange.remembered(remembered); // else it is Tomcat's own note that the client has gone
    }
    Throwable failure = ending == Ending.ABORTED ? failureOf(wire, remembered) : null;
    exchange.end(
        status, ending, bodyBytes(wire, request), failure, elsewhere(wire, request, ending));
  }

  /** Returns whether the client had gone before anything was sent. */
  private boolean wasLostBefore(org.apache.coyote.Response wire, Request request) {
    // A stream of HTTP/2 that was reset is "committed" without a frame going out.
    boolean stream = isStream(request);
    boolean reset = stream && request.getCoyoteRequest().getErrorException() instanceof IOException;
    if (reset || exchange.mayBeCommitted()) {
      return reset;
    }
    // What fits into one write was not sent at all when that write failed.
    long written = wire.getContentWritten();
    boolean unsent = (async || stream) && !isIoAllowed(wire) && written > 0 && written < ONE_WRITE;
    return unsent || exchange.isLostBeforeCommit();
  }

  /** A failed asyncDispatch puts 500 over a status that has been sent. */
  private int committedStatus(org.apache.coyote.Response wire, int status) {
    if (sent > 0) {
      return sent;
    }
    boolean overwritten = async && (exchange.isCommitted() || !isIoAllowed(wire));
    return overwritten ? exchange.statusSoFar() : status;
  }

  private Ending endingOf(
      org.apache.coyote.Response wire,
      Request request,
      int status,
      @Nullable Throwable remembered) {
    boolean reset = isStream(request) && sent == 0 && exchange.isLostBeforeCommit();
    // A write after the application's own close leaves an exception too, and the connection usable;
    // the reset of a stream of HTTP/2 does that as well.
    boolean failed = wire.isExceptionPresent() && (isStream(request) || !isIoAllowed(wire));
    if (reset || failed || exchange.hasWriteFailed()) {
      return Ending.ABORTED;
    }
    long length = wire.getContentLengthLong();
    boolean bodyless = "HEAD".equals(request.getMethod()) || status == 304 || status == 204;
    boolean all = bodyless || (length >= 0 && wire.getContentWritten() >= length);
    if (isIoAllowed(wire)) {
      if (all || length < 0) {
        return Ending.COMPLETED;
      }
      // The reset of a stream of HTTP/2 leaves the connection usable.
      return remembered != null && isOfSocket(remembered) ? Ending.ABORTED : Ending.TRUNCATED;
    }
    // Tomcat has closed the socket at once: for an error or a timeout after the commit, which
    // withholds the last chunk, or because it could not write what it still had.
    boolean ours = remembered == null ? exchange.hasTimedOut() : !isOfSocket(remembered);
    if (ours) {
      return all ? Ending.COMPLETED : Ending.TRUNCATED;
    }
    return Ending.ABORTED;
  }

  /**
   * Returns whether an error is Tomcat's own note that the connection failed. What it throws at the
   * application for that is a ClientAbortException; an end of the request's body is none.
   */
  private boolean isOfSocket(Throwable error) {
    if (error instanceof ClientAbortException) {
      return !(error.getCause() instanceof EOFException);
    }
    return error instanceof IOException && error != exchange.error();
  }

  private static @Nullable Throwable failureOf(
      org.apache.coyote.Response wire, @Nullable Throwable remembered) {
    return wire.isExceptionPresent() ? wire.getErrorException() : remembered;
  }

  private static long bodyBytes(org.apache.coyote.Response wire, Request request) {
    if ("HEAD".equals(request.getMethod())) {
      return 0;
    }
    long length = wire.getContentLengthLong();
    long written = wire.getContentWritten();
    return length >= 0 && written > length ? length : written; // what is too much stays here
  }

  /** Where the client learns of the end by the close, the cleanups must not keep it open. */
  private static @Nullable Executor elsewhere(
      org.apache.coyote.Response wire, Request request, Ending ending) {
    boolean byClose =
        wire.getContentLengthLong() < 0
            && "close".equalsIgnoreCase(wire.getMimeHeaders().getHeader("Connection"));
    return ending != Ending.COMPLETED || byClose
        ? request.getConnector().getProtocolHandler().getExecutor()
        : null;
  }

  private static boolean isStream(Request request) {
    return "HTTP/2.0".equals(request.getProtocol());
  }

  private static boolean isIoAllowed(org.apache.coyote.Response wire) {
    AtomicBoolean allowed = new AtomicBoolean();
    wire.action(ActionCode.IS_IO_ALLOWED, allowed);
    return allowed.get();
  }
}
